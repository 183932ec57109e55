// Offsets of a release count code points, JavaScript's count UTF-16 units: the same but for rare characters.

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g

/** Return the function that turns a code point offset into one of the string's own. */
export function offsetsOf (text) {
  const pairs = []
  for (const found of text.matchAll(PAIR)) pairs.push(found.index - pairs.length)
  if (!pairs.length) return offset => offset
  return offset => {
    let low = 0
    let high = pairs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[middle] < offset) low = middle + 1
      else high = middle
    }
    return offset + low
  }
}

const TYPED = new Map([...'‘’‚‛′'].map(one => [one, "'"]).concat([...'“”„‟″«»'].map(one => [one, '"']), [...'‐‑‒–—―−'].map(one => [one, '-'])))

/** Return a text as it is searched: without case, accents and typographic marks, each character in its place. */
export function fold (text) {
  const lower = text.toLowerCase()
  const same = lower.length === text.length ? lower : Array.from(text, lowered).join('')
  return same.replace(/[^\x00-\x7f]/g, plain)
}

function plain (char) {
  const typed = TYPED.get(char)
  if (typed) return typed
  const base = char.normalize('NFKD')[0]
  return base.length === char.length ? base : char
}

const utf8 = new TextEncoder()
const latin = new TextDecoder('latin1')

/** Return the same text at a byte a character where that can be: half the memory, and found twice as fast. */
export function packed (text) {
  if (/[^\x00-\x7f]/.test(text)) return text
  return latin.decode(utf8.encode(text))
}

function lowered (char) {
  const lower = char.toLowerCase()
  return lower.length === char.length ? lower : char
}

/** Return the words of a query; words in quotation marks stay together, and a single letter, which is in every text, is none. */
export function queryWords (query) {
  return [...fold(query.normalize('NFC')).matchAll(/"([^"]+)"|(\S+)/g)].map(found => (found[1] ?? found[2]).trim()).filter(word => word.length > 1 || word > '\x7f')
}

const isWord = code => (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || code > 127

/** Return whether a word begins at `at` of a folded text: a hit inside another word is none. */
export function beginsWord (text, at) {
  return at === 0 || !isWord(text.charCodeAt(at)) || !isWord(text.charCodeAt(at - 1))
}
