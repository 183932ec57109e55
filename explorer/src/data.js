// The release in memory: claims as columns, statements as objects, and the words to search.
import { encode, encodeLists } from './codes.js'
import { readRow, readTable, release } from './load.js'
import { beginsWord, fold, offsetsOf, packed } from './texts.js'

const CLAIM_COLUMNS = ['claim_id', 'statement_id', 'char_start', 'char_end', 'source_text', 'source_start',
  'source_end', 'source_inherited', 'cue_start', 'cue_end', 'cue_inherited', 'content_start', 'content_end', 'addressee_text',
  'holder', 'agreement', 'act', 'modality', 'negated', 'topics', 'opposes_claim_id', 'holder_entities',
  'addressee_entities']
const STATEMENT_COLUMNS = ['statement_id', 'document_id', 'language', 'speaker_label', 'speaker_name', 'speaker_role',
  'speaking_for', 'text', 'title', 'forum', 'document_kind', 'date_start', 'date_precision', 'citation']
const PARAGRAPH_COLUMNS = ['paragraph_id', 'statement_id', 'kind', 'label', 'char_start', 'char_end']
const MENTION_COLUMNS = ['statement_id', 'char_start', 'char_end', 'entity_id']

const OVERLAPPING = 6 // claims that may cover the same words

/** Load the tables that every view needs; `progress` is told what is being read and how far it is. */
export async function loadRelease (progress) {
  const statements = rowsOf(await readTable('statements', STATEMENT_COLUMNS, share => progress('statements', share)))
  const documents = await readTable('documents', ['document_id', 'session'])
  const sessions = new Map(documents.document_id?.map((id, k) => [id, documents.session?.[k]]))
  for (const statement of statements) statement.session = sessionOf(statement, sessions.get(statement.document_id))
  const paragraphs = rowsOf(await readTable('paragraphs', PARAGRAPH_COLUMNS, share => progress('paragraphs', share)))
  const table = await readTable('claims', CLAIM_COLUMNS, share => progress('claims', share))
  return build(statements, paragraphs, table)
}

function build (statements, paragraphs, table) {
  const place = new Map(statements.map((statement, at) => [statement.statement_id, at]))
  for (const statement of statements) {
    Object.assign(statement, { paragraphs: [], first: 0, last: 0, at: offsetsOf(statement.text ?? '') })
    statement.year = yearOf(statement)
  }
  for (const paragraph of paragraphs) statements[place.get(paragraph.statement_id)].paragraphs.push(paragraph)
  const n = table.claim_id.length
  const statementOf = new Uint32Array(n)
  for (let i = 0; i < n; i++) {
    const at = place.get(table.statement_id[i])
    statementOf[i] = at
    if (i === 0 || statementOf[i - 1] !== at) statements[at].first = i
    statements[at].last = i + 1
  }
  const order = name => Object.keys(release.vocabularies[name] ?? {})
  const coded = name => encode(table[name], order(name))
  const ofStatement = (name, values) => {
    const { codes, values: known, index } = encode(statements.map(values))
    return { codes: Uint16Array.from(statementOf, at => codes[at]), values: known, index }
  }
  const facets = {
    agreement: coded('agreement'),
    holder: coded('holder'),
    act: coded('act'),
    modality: coded('modality'),
    negated: encode(Array.from(table.negated, value => (value ? 'yes' : 'no')), ['no', 'yes']),
    topic: encodeLists(table.topics, order('topic')),
    forum: ofStatement('forum', statement => statement.forum),
    session: ofStatement('session', statement => statement.session),
    kind: ofStatement('kind', statement => statement.document_kind),
    year: ofStatement('year', statement => statement.year)
  }
  return { statements, place, table, n, statementOf, facets, claimAt: null, entities: null, folded: null }
}

function rowsOf (columns) {
  const names = Object.keys(columns)
  return columns[names[0]].map((_, i) => Object.fromEntries(names.map(name => [name, columns[name][i]])))
}

/** Return the name of a session, which begins with its year: names then sort by time. */
function sessionOf (statement, session) {
  return session && [yearOf(statement), statement.forum, session].filter(Boolean).join(' · ')
}

function yearOf ({ date_start: date }) {
  return date ? String(new Date(date).getUTCFullYear()) : null
}

/** Return a statement's date as exact as it is known: a day, a month, a year. */
export function dateOf ({ date_start: date, date_precision: precision }) {
  if (!date) return ''
  const iso = new Date(date).toISOString()
  return iso.slice(0, { year: 4, month: 7 }[precision] ?? 10)
}

/** Return the words of a stretch of a statement; null where they are not published. */
export function wordsOf (statement, start, end) {
  return statement.text === null || start === null ? null : statement.text.slice(statement.at(start), statement.at(end))
}

/** Return where a claim is; undefined for an id that the release does not have. */
export function claimAt (data, id) {
  data.claimAt ??= new Map(data.table.claim_id.map((one, i) => [one, i]))
  return data.claimAt.get(id)
}

/** Return the rules that decided claim i; they are read when somebody asks. */
export async function rulesOf (i) {
  return (await readRow('claims', i, ['rules'])).rules
}

/** Return the words of claim i. */
export function claimText (data, i) {
  return wordsOf(data.statements[data.statementOf[i]], data.table.char_start[i], data.table.char_end[i])
}

/** Read who is mentioned, for entity facets and pages: a claim has every entity that is named within its words. */
export async function loadEntities (data, progress) {
  const names = await readTable('entities', ['entity_id', 'name', 'kind'])
  const mentions = await readTable('mentions', MENTION_COLUMNS, progress)
  const lists = Array.from({ length: data.n }, () => null)
  for (let m = 0; m < mentions.entity_id.length; m++) {
    if (mentions.entity_id[m] === null) continue
    const { first, last } = data.statements[data.place.get(mentions.statement_id[m])]
    for (let i = claimFrom(data, first, last, mentions.char_start[m]); i < last; i++) {
      if (data.table.char_start[i] > mentions.char_start[m]) break
      if (mentions.char_end[m] > data.table.char_end[i]) continue
      lists[i] ??= new Set()
      lists[i].add(mentions.entity_id[m])
    }
  }
  data.facets.entity = encodeLists(lists.map(list => (list ? [...list] : [])))
  if (data.table.holder_entities) data.facets.held_by = encodeLists(data.table.holder_entities)
  data.entities = new Map(names.entity_id.map((id, k) => [id, { name: names.name[k], kind: names.kind[k] }]))
}

/** Return the first claim of a range that can hold an offset: claims are in reading order, and few overlap. */
function claimFrom (data, first, last, offset) {
  let low = first
  let high = last
  while (low < high) {
    const middle = (low + high) >> 1
    if (data.table.char_start[middle] <= offset) low = middle + 1
    else high = middle
  }
  return Math.max(first, low - OVERLAPPING)
}

const AT_ONCE = 1_000_000 // characters that are folded before the page may draw

/** Fold all texts for searching, a stretch at a time. */
export async function prepareSearch (data) {
  const folded = []
  let done = 0
  for (const { text } of data.statements) {
    folded.push(packed(fold(text ?? '')))
    done += text?.length ?? 0
    if (done > AT_ONCE) {
      done = 0
      await new Promise(resolve => setTimeout(resolve))
    }
  }
  data.folded = folded
}

/**
 * Return the claims in which all words of a query begin a word, as a mask. The texts are scanned, each once for each word:
 * an index of 66 MB takes longer to build, and more memory, than many scans.
 */
export function search (data, words) {
  data.folded ??= data.statements.map(statement => fold(statement.text ?? ''))
  const reached = new Uint8Array(data.n) // how many of the words a claim has, in their order
  for (let s = 0; s < data.statements.length; s++) {
    const text = data.folded[s]
    if (words.every(word => text.includes(word))) words.forEach((word, k) => markClaims(data, data.statements[s], text, word, k, reached))
  }
  return reached.map(n => (n === words.length ? 1 : 0))
}

/** Raise the claims of a statement that have k words, and this one, too. Claims are in reading order, and few overlap. */
function markClaims (data, { first, last, at: placeOf }, text, word, k, reached) {
  const { char_start: starts, char_end: ends } = data.table
  let claim = first
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!beginsWord(text, at)) continue
    while (claim + 1 < last && placeOf(starts[claim + 1]) <= at) claim++
    for (let i = claim; i >= first && i > claim - OVERLAPPING; i--) {
      if (reached[i] === k && placeOf(starts[i]) <= at && at + word.length <= placeOf(ends[i])) reached[i] = k + 1
    }
  }
}
