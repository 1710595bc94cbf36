const never = new Int32Array(new SharedArrayBuffer(4))

/** Stops this thread for so long. */
export function pause(ms) {
  Atomics.wait(never, 0, 0, ms)
}
