// DuckDB in the page: a script of its own, loaded when somebody asks in SQL and no server answers.
import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from '@duckdb/duckdb-wasm'
import { DataType } from 'apache-arrow'

const DATABASE = 'rapporteur.duckdb'

/**
 * Start DuckDB in a worker and attach the release; the result answers questions and can be stopped.
 * `wasm` is an address that the worker can fetch, `database` its bytes, or the address of a file too large to be fetched whole.
 */
async function start ({ worker: script, wasm, database }) {
  const worker = new Worker(script)
  const db = new AsyncDuckDB(new VoidLogger(), worker)
  await db.instantiate(wasm)
  await db.open({ query: { castBigIntToDouble: true, castDecimalToDouble: true } })
  if (database instanceof Uint8Array) await db.registerFileBuffer(DATABASE, database)
  else await db.registerFileURL(DATABASE, database, DuckDBDataProtocol.HTTP, false)
  const connection = await db.connect()
  await connection.query(`ATTACH '${DATABASE}' AS release (READ_ONLY)`)
  await connection.query('USE release')
  return { ask: (sql, most) => ask(connection, sql, most), stop: () => worker.terminate() }
}

async function ask (connection, sql, most) {
  const batches = await (await connection.send(sql, true)).open()
  const columns = batches.schema.fields.map(field => field.name)
  const rows = []
  for await (const batch of batches) {
    const fields = batch.schema.fields.map((field, k) => [field.type, batch.getChildAt(k)])
    for (let i = 0; i < batch.numRows; i++) {
      if (rows.length === most) {
        await connection.cancelSent()
        return { columns, rows, more: true }
      }
      rows.push(fields.map(([type, column]) => plain(column.get(i), type)))
    }
  }
  return { columns, rows, more: false }
}

/** Return a value of Arrow as the page shows it: days and times in ISO 8601, lists as arrays. */
function plain (value, type) {
  if (value === null || value === undefined) return null
  if (DataType.isDate(type)) return new Date(Number(value)).toISOString().slice(0, 10)
  if (DataType.isTimestamp(type)) return new Date(Number(value)).toISOString().replace('T', ' ').replace(/(\.000)?Z$/, '')
  if (DataType.isList(type)) return Array.from(value, item => plain(item, type.children[0].type))
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'object' ? JSON.stringify(value) : value
}

globalThis.rapporteurDuckdb = { start }
