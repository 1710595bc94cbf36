import './design/styles/tokens.css'
import './design/styles/elements.css'
import './design/styles/parts.css'
import './design/styles/tables.css'
import './shell/shell.css'
import { render } from 'preact'
import { App } from './shell/app.tsx'
import { applyTheme, storedTheme } from './shell/theme.ts'

applyTheme(storedTheme())
const place = document.getElementById('app')
if (place !== null) render(<App />, place)
