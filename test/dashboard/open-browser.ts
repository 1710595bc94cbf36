import { type Browser, chromium as driver } from 'playwright-core'
import { chromium } from '../../scripts/chromium.mjs'

/** No name leads anywhere but to this machine: a page that asks elsewhere fails, also where no test looks. */
const LOOPBACK_ONLY = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'

/** Chromium, which asks nothing of its maker. */
export function openBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: chromium(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      LOOPBACK_ONLY,
    ],
  })
}
