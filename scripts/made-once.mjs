// What tests need beside npm's packages is made once in `.cache/` and shared by all runs, of which several may come at a time.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { pause } from './pause.mjs'

/** Where it is kept. */
export const CACHE = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), '.cache')

const LOOK_MS = 200

/**
 * Absolute path of `name` below `.cache`; where it is not there yet, `make` is given a folder that takes its name only when it is
 * complete. Another process that makes the same is waited for, unless it died.
 */
export function madeOnce(name, make) {
  const final = path.join(CACHE, name)
  const lock = `${final}.lock`
  mkdirSync(path.dirname(final), { recursive: true })
  while (!existsSync(final)) {
    if (!take(lock)) {
      pause(LOOK_MS)
      continue
    }
    const temporary = `${final}.${process.pid}`
    try {
      if (existsSync(final)) break
      rmSync(temporary, { recursive: true, force: true })
      mkdirSync(temporary)
      make(temporary)
      renameSync(temporary, final)
    } finally {
      rmSync(temporary, { recursive: true, force: true })
      rmSync(lock, { force: true })
    }
  }
  return final
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  if (!isGone(lock)) return false
  rmSync(lock, { force: true })
  return false
}

function isGone(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    // An empty file is one that is just being written.
    if (pid > 0) process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
