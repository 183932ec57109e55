// Who answers SQL: the server of `rapporteur explore`, or DuckDB in the page.
import { bytesOfFile, loadScript, release, scriptedFile } from './load.js'

const MOST_ROWS = 10_000

/** Return whether an answer needs files from another site first, which the reader has to agree to. */
export const needsNetwork = !release.sql && !release.duckdb.vendored
export const NETWORK = needsNetwork && new URL(release.duckdb.worker.url).host

let running = null // the promise of a started DuckDB
let asked = null // what stops the question to the server

/** Return the answer to a question: columns, rows, and whether there are more. `progress` is told what is being done. */
export async function ask (sql, progress) {
  if (release.sql) return askServer(sql)
  running ??= startDuckdb(progress).catch(error => {
    running = null
    throw error
  })
  const duckdb = await running
  progress('Asking …')
  return duckdb.ask(sql, MOST_ROWS)
}

/** Give a question up; the next one starts DuckDB anew. */
export async function stop () {
  asked?.abort()
  const stopped = running
  running = null
  await stopped?.then(duckdb => duckdb.stop(), () => {})
}

async function askServer (sql) {
  asked = new AbortController()
  const response = await fetch(release.sql, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sql }), signal: asked.signal
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error)
  return answer
}

async function startDuckdb (progress) {
  const { worker, wasm, database } = release.duckdb
  progress('Loading DuckDB …')
  const [script, binary] = await Promise.all([engineFile(worker), engineFile(wasm), loadScript('duckdb.js')])
  progress('Opening the release …')
  return globalThis.rapporteurDuckdb.start({
    worker: URL.createObjectURL(new Blob([script], { type: 'text/javascript' })),
    wasm: await addressOf(new Blob([binary], { type: 'application/wasm' })),
    database: await bytesOfFile(database)
  })
}

/** Return a file of DuckDB: from beside the page where it is there, else from the CDN, if it is the very file. */
async function engineFile ({ name, url, integrity }) {
  if (release.duckdb.vendored) return scriptedFile(name, `vendor/${name}.js`)
  const response = await fetch(url, { integrity, credentials: 'omit', referrerPolicy: 'no-referrer' })
  if (!response.ok) throw new Error(`${url}: the server answers ${response.status}`)
  return response.arrayBuffer()
}

/** Return an address under which a worker can fetch: on file:// a worker may not reach an object URL. */
async function addressOf (blob) {
  if (location.protocol !== 'file:') return URL.createObjectURL(blob)
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result)
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}
