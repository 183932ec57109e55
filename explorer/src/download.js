// What is selected, as a file.
import { claimText, dateOf } from './data.js'
import { release } from './load.js'
import { valuesOf } from './select.js'
import { nameOf, speakerOf } from './wording.js'

const GUARDED = /^[=+\-@\t\r]/ // a spreadsheet takes such a cell for a formula

function rowOf (data, i) {
  const statement = data.statements[data.statementOf[i]]
  const code = name => data.facets[name].values[data.facets[name].codes[i]]
  return {
    claim_id: data.table.claim_id[i],
    text: claimText(data, i),
    source_text: data.table.source_text[i],
    holder: code('holder'),
    agreement: code('agreement'),
    act: code('act'),
    modality: code('modality'),
    negated: data.table.negated[i],
    topics: valuesOf(data.facets.topic, i),
    statement_id: statement.statement_id,
    speaker: speakerOf(statement) || null,
    title: nameOf(statement),
    date: dateOf(statement) || null
  }
}

function csvCell (value) {
  const text = value === null || value === undefined ? '' : Array.isArray(value) ? value.join(';') : String(value)
  const safe = GUARDED.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Return rows as CSV (RFC 4180); cells that a spreadsheet would take for formulas begin with an apostrophe. */
export function csvOf (columns, rows) {
  return [columns, ...rows].map(row => row.map(csvCell).join(',')).join('\r\n') + '\r\n'
}

/** Let the browser save a text as a file whose name has the release. */
export function saveAs (content, form, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type: form === 'csv' ? 'text/csv' : 'application/json' }))
  link.download = `${name}-${release.version}.${form}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

/** Save the selected claims as CSV or JSON; JSON says which release they are of, and the address that selects them. */
export function download (data, rows, form) {
  const found = rows.map(i => rowOf(data, i))
  const content = form === 'csv'
    ? csvOf(Object.keys(found[0]), found.map(Object.values))
    : JSON.stringify({ source: release.citation, sha256: release.sha256, address: location.href, claims: found }, null, 1)
  saveAs(content, form, 'claims')
}
