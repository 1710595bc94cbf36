// AssemblyScript, compiled by `node scripts/build-row-ids.ts` into src/normalize/row-ids-wasm.ts.
// biome-ignore-all lint/correctness/noPrecisionLoss: AssemblyScript keeps 64-bit constants exact
// An id slot is 18 bytes: the length 14 as int32, then 14 characters of base64.
const RATE: u32 = 168
const SLOT: u32 = 18
const ID: u32 = 14
const ROUND_CONSTANTS = memory.data<u64>([
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
  0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
  0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
  0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
  0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
])
/** Two states of 25 lanes, lane by lane side by side. */
const STATE = memory.data(25 * 16, 16)
/** One block of each of the two messages. */
const BLOCKS = memory.data(2 * 168 + 16, 16)
/** Messages longer than one block are put together here. */
const DIGITS = memory.data(16)
const ALPHABET = memory.data<u8>([
  65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 97, 98, 99,
  100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 48,
  49, 50, 51, 52, 53, 54, 55, 56, 57, 43, 47,
])

function rotl(x: v128, n: i32): v128 {
  return v128.or(i64x2.shl(x, n), i64x2.shr_u(x, 64 - n))
}

function chi(a: v128, b: v128, c: v128): v128 {
  return v128.xor(a, v128.andnot(c, b))
}

function xor5(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  return v128.xor(v128.xor(v128.xor(a, b), v128.xor(c, d)), e)
}

/** Keccak-f[1600] on both states. */
function permute(): void {
  let a0 = v128.load(STATE),
    a1 = v128.load(STATE, 16),
    a2 = v128.load(STATE, 32),
    a3 = v128.load(STATE, 48),
    a4 = v128.load(STATE, 64)
  let a5 = v128.load(STATE, 80),
    a6 = v128.load(STATE, 96),
    a7 = v128.load(STATE, 112),
    a8 = v128.load(STATE, 128),
    a9 = v128.load(STATE, 144)
  let a10 = v128.load(STATE, 160),
    a11 = v128.load(STATE, 176),
    a12 = v128.load(STATE, 192),
    a13 = v128.load(STATE, 208),
    a14 = v128.load(STATE, 224)
  let a15 = v128.load(STATE, 240),
    a16 = v128.load(STATE, 256),
    a17 = v128.load(STATE, 272),
    a18 = v128.load(STATE, 288),
    a19 = v128.load(STATE, 304)
  let a20 = v128.load(STATE, 320),
    a21 = v128.load(STATE, 336),
    a22 = v128.load(STATE, 352),
    a23 = v128.load(STATE, 368),
    a24 = v128.load(STATE, 384)
  for (let round: u32 = 0; round < 24; round++) {
    const c0 = xor5(a0, a5, a10, a15, a20),
      c1 = xor5(a1, a6, a11, a16, a21),
      c2 = xor5(a2, a7, a12, a17, a22)
    const c3 = xor5(a3, a8, a13, a18, a23),
      c4 = xor5(a4, a9, a14, a19, a24)
    const d0 = v128.xor(c4, rotl(c1, 1)),
      d1 = v128.xor(c0, rotl(c2, 1)),
      d2 = v128.xor(c1, rotl(c3, 1))
    const d3 = v128.xor(c2, rotl(c4, 1)),
      d4 = v128.xor(c3, rotl(c0, 1))
    const b0 = v128.xor(a0, d0)
    const b10 = rotl(v128.xor(a1, d1), 1),
      b20 = rotl(v128.xor(a2, d2), 62),
      b5 = rotl(v128.xor(a3, d3), 28),
      b15 = rotl(v128.xor(a4, d4), 27)
    const b16 = rotl(v128.xor(a5, d0), 36),
      b1 = rotl(v128.xor(a6, d1), 44),
      b11 = rotl(v128.xor(a7, d2), 6),
      b21 = rotl(v128.xor(a8, d3), 55),
      b6 = rotl(v128.xor(a9, d4), 20)
    const b7 = rotl(v128.xor(a10, d0), 3),
      b17 = rotl(v128.xor(a11, d1), 10),
      b2 = rotl(v128.xor(a12, d2), 43),
      b12 = rotl(v128.xor(a13, d3), 25),
      b22 = rotl(v128.xor(a14, d4), 39)
    const b23 = rotl(v128.xor(a15, d0), 41),
      b8 = rotl(v128.xor(a16, d1), 45),
      b18 = rotl(v128.xor(a17, d2), 15),
      b3 = rotl(v128.xor(a18, d3), 21),
      b13 = rotl(v128.xor(a19, d4), 8)
    const b14 = rotl(v128.xor(a20, d0), 18),
      b24 = rotl(v128.xor(a21, d1), 2),
      b9 = rotl(v128.xor(a22, d2), 61),
      b19 = rotl(v128.xor(a23, d3), 56),
      b4 = rotl(v128.xor(a24, d4), 14)
    a0 = v128.xor(chi(b0, b1, b2), v128.load64_splat(ROUND_CONSTANTS + (round << 3)))
    a1 = chi(b1, b2, b3)
    a2 = chi(b2, b3, b4)
    a3 = chi(b3, b4, b0)
    a4 = chi(b4, b0, b1)
    a5 = chi(b5, b6, b7)
    a6 = chi(b6, b7, b8)
    a7 = chi(b7, b8, b9)
    a8 = chi(b8, b9, b5)
    a9 = chi(b9, b5, b6)
    a10 = chi(b10, b11, b12)
    a11 = chi(b11, b12, b13)
    a12 = chi(b12, b13, b14)
    a13 = chi(b13, b14, b10)
    a14 = chi(b14, b10, b11)
    a15 = chi(b15, b16, b17)
    a16 = chi(b16, b17, b18)
    a17 = chi(b17, b18, b19)
    a18 = chi(b18, b19, b15)
    a19 = chi(b19, b15, b16)
    a20 = chi(b20, b21, b22)
    a21 = chi(b21, b22, b23)
    a22 = chi(b22, b23, b24)
    a23 = chi(b23, b24, b20)
    a24 = chi(b24, b20, b21)
  }
  v128.store(STATE, a0)
  v128.store(STATE, a1, 16)
  v128.store(STATE, a2, 32)
  v128.store(STATE, a3, 48)
  v128.store(STATE, a4, 64)
  v128.store(STATE, a5, 80)
  v128.store(STATE, a6, 96)
  v128.store(STATE, a7, 112)
  v128.store(STATE, a8, 128)
  v128.store(STATE, a9, 144)
  v128.store(STATE, a10, 160)
  v128.store(STATE, a11, 176)
  v128.store(STATE, a12, 192)
  v128.store(STATE, a13, 208)
  v128.store(STATE, a14, 224)
  v128.store(STATE, a15, 240)
  v128.store(STATE, a16, 256)
  v128.store(STATE, a17, 272)
  v128.store(STATE, a18, 288)
  v128.store(STATE, a19, 304)
  v128.store(STATE, a20, 320)
  v128.store(STATE, a21, 336)
  v128.store(STATE, a22, 352)
  v128.store(STATE, a23, 368)
  v128.store(STATE, a24, 384)
}

/** Writes `length` bytes of base64 of the 10 bytes at `from` into the slot at `to`. */
function encode(from: u32, to: u32): void {
  store<u32>(to, ID)
  let out = to + 4
  for (let at = from; at < from + 9; at += 3) {
    const bits = ((<u32>load<u8>(at)) << 16) | ((<u32>load<u8>(at, 1)) << 8) | <u32>load<u8>(at, 2)
    store<u8>(out, load<u8>(ALPHABET + (bits >> 18)))
    store<u8>(out, load<u8>(ALPHABET + ((bits >> 12) & 63)), 1)
    store<u8>(out, load<u8>(ALPHABET + ((bits >> 6) & 63)), 2)
    store<u8>(out, load<u8>(ALPHABET + (bits & 63)), 3)
    out += 4
  }
  const last = <u32>load<u8>(from, 9)
  store<u8>(out, load<u8>(ALPHABET + (last >> 2)))
  store<u8>(out, load<u8>(ALPHABET + ((last & 3) << 4)), 1)
}

/** Where the length prefix of the id of a row stands. `offsets`: int32 per row, 0: all ids have 14 characters. */
function slotOf(row: u32, heap: u32, offsets: u32): u32 {
  return heap + (offsets === 0 ? row * SLOT : load<u32>(offsets + (row << 2)))
}

/** Copies the id of `rows[i]` for each i and returns the bytes written. */
export function copyIds(count: u32, rows: u32, heap: u32, offsets: u32, out: u32): u32 {
  let to = out
  for (let at: u32 = 0; at < count; at++) {
    const from = slotOf(load<u32>(rows + (at << 2)), heap, offsets)
    const size = load<u32>(from) + 4
    if (size === SLOT) {
      v128.store(to, v128.load(from))
      store<u16>(to, load<u16>(from, 16), 16)
    } else {
      memory.copy(to, from, size)
    }
    to += size
  }
  return to - out
}

/** Writes a decimal number to `to` and returns its digits. */
function writeNumber(value: u32, to: u32): u32 {
  let at = DIGITS + 16
  let rest = value
  do {
    at--
    store<u8>(at, 48 + <u8>(rest % 10))
    rest /= 10
  } while (rest !== 0)
  const digits = DIGITS + 16 - at
  memory.copy(to, at, digits)
  return digits
}

/** Xors one block of each message into the states. */
function absorb(first: u32, second: u32): void {
  for (let lane: u32 = 0; lane < RATE; lane += 8) {
    const at = STATE + (lane << 1)
    store<u64>(at, load<u64>(at) ^ load<u64>(first + lane))
    store<u64>(at, load<u64>(at, 8) ^ load<u64>(second + lane), 8)
  }
}

/** Pads a message in place: SHAKE's 1111, Keccak's 10*1. Returns its whole blocks. `room` behind it must be one block. */
function pad(message: u32, length: u32): u32 {
  const blocks = length / RATE + 1
  memory.fill(message + length, 0, blocks * RATE - length)
  store<u8>(message + length, 0x1f)
  const last = message + blocks * RATE - 1
  store<u8>(last, load<u8>(last) | 0x80)
  return blocks
}

/** shake128 of two padded messages of as many blocks; the digests stand in the states' first lanes. */
function hashTwo(first: u32, second: u32, blocks: u32): void {
  memory.fill(STATE, 0, 25 * 16)
  for (let block: u32 = 0; block < blocks; block++) {
    absorb(first + block * RATE, second + block * RATE)
    permute()
  }
}

/** The 10 bytes of a digest, put side by side, as an id in the slot. */
function finish(state: u32, out: u32): void {
  store<u64>(BLOCKS, load<u64>(STATE + state))
  store<u16>(BLOCKS, load<u16>(STATE + state, 16), 8)
  encode(BLOCKS, out)
}

let scratch: u32 = 0
let scratchSize: u32 = 0
let nameAt: u32 = 0
let nameLength: u32 = 0

/** `name` is `_<table>_`; `space` is room for two messages of `size` bytes each, padding included. */
export function prepare(name: u32, length: u32, space: u32, size: u32): void {
  nameAt = name
  nameLength = length
  scratch = space
  scratchSize = size
}

/** Puts `<parent id>_<table>_<index>` together and returns its padded blocks. */
function message(to: u32, parent: u32, index: u32): u32 {
  const length = load<u32>(parent)
  memory.copy(to, parent + 4, length)
  memory.copy(to + length, nameAt, nameLength)
  const before = length + nameLength
  return pad(to, before + writeNumber(index, to + before))
}

/** Derives the id of each child row: base64 of shake128, 10 bytes, of `<parent id>_<table>_<index>`. */
export function deriveIds(count: u32, rows: u32, indexes: u32, heap: u32, offsets: u32, out: u32): void {
  const one = scratch,
    two = scratch + scratchSize
  for (let at: u32 = 0; at < count; at += 2) {
    const next = at + 1 < count ? at + 1 : at
    const blocks = message(one, slotOf(load<u32>(rows + (at << 2)), heap, offsets), load<u32>(indexes + (at << 2)))
    const others = message(two, slotOf(load<u32>(rows + (next << 2)), heap, offsets), load<u32>(indexes + (next << 2)))
    hashTwo(one, two, blocks)
    finish(0, out + at * SLOT)
    if (others !== blocks) hashTwo(two, two, others)
    finish(8, out + next * SLOT)
  }
}

/** Puts a text with its length before it into a padded message and returns its blocks. */
function textMessage(to: u32, text: u32): u32 {
  const length = load<u32>(text)
  memory.copy(to, text + 4, length)
  return pad(to, length)
}

/** The id of each of `count` texts, which stand one after the other: base64 of shake128, 10 bytes. */
export function hashTexts(count: u32, texts: u32, out: u32): void {
  const one = scratch,
    two = scratch + scratchSize
  let text = texts
  for (let at: u32 = 0; at < count; at += 2) {
    const blocks = textMessage(one, text)
    if (at + 1 < count) text += load<u32>(text) + 4
    const others = textMessage(two, text)
    text += load<u32>(text) + 4
    hashTwo(one, two, blocks)
    finish(0, out + at * SLOT)
    if (at + 1 === count) return
    if (others !== blocks) hashTwo(two, two, others)
    finish(8, out + (at + 1) * SLOT)
  }
}
