import { Icon } from './icon.tsx'

interface SearchFieldProps {
  /** Its name and what it says while it is empty. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onEnter?: () => void
}

/** Where one types to find; `/` leads to the first on the page, Escape empties it and then leaves it. */
export function SearchField({ label, value, onChange, onEnter }: SearchFieldProps) {
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }) => {
    if (event.key === 'Enter') onEnter?.()
    if (event.key !== 'Escape') return
    event.stopPropagation()
    if (value === '') event.currentTarget.blur()
    else onChange('')
  }
  return (
    <label class="search-field">
      <span class="visually-hidden">{label}</span>
      <Icon name="search" size={14} />
      <input
        type="search"
        class="input"
        placeholder={label}
        value={value}
        data-search
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  )
}
