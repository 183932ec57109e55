// Read the release's Parquet files: by range requests where the site is served, from scripts beside it on file://.
import { asyncBufferFromUrl, parquetMetadataAsync, parquetRead, parquetReadObjects } from 'hyparquet'
import { decompress } from 'fzstd'

const SMALL = 4_000_000 // bytes; smaller files are fetched whole, in one request
const compressors = { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) } // all files of a release

/** Return the release's description, which `data/release.js` has put on the page. */
export const release = globalThis.rapporteurRelease

const given = new Map() // file name -> resolver of its bytes, for files that come as scripts
globalThis.rapporteurFile = (name, base64) => given.get(name)?.(bytesOf(base64))
globalThis.rapporteurGzip = (name, base64) => given.get(name)?.(unpacked(bytesOf(base64)))

function bytesOf (base64) {
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes.buffer
}

function unpacked (bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
}

/** Load a script of the site itself; resolves when it has run. */
export function loadScript (src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    script.onload = resolve
    script.onerror = () => reject(new Error(`${src} cannot be loaded`))
    document.head.append(script)
  })
}

/** Return the bytes of a file that comes as a script, which hands them over. */
export async function scriptedFile (name, src) {
  const content = new Promise(resolve => given.set(name, resolve))
  await loadScript(src)
  return content
}

async function fileOf (file) {
  const small = await smallFile(file)
  return small ?? asyncBufferFromUrl({ url: urlOf(file), byteLength: file.bytes })
}

/** Return the bytes of a file, or the address of one that is too large to be fetched whole. */
export async function bytesOfFile (file) {
  const small = await smallFile(file)
  return small ? new Uint8Array(small) : urlOf(file)
}

const urlOf = ({ name }) => new URL(`data/${name}`, location.href).href

async function smallFile ({ name, bytes, script }) {
  if (location.protocol === 'file:') {
    if (!script) throw new Error('This release is too large to be read from the disk: serve it with `rapporteur explore`.')
    return scriptedFile(name, `data/${name}.js`)
  }
  if (bytes > SMALL) return null
  const response = await fetch(urlOf({ name }))
  if (!response.ok) throw new Error(`data/${name}: the server answers ${response.status}`)
  return response.arrayBuffer()
}

/** Return columns of one row of a table; rows are counted over all shards. */
export async function readRow (table, row, wanted) {
  let before = 0
  for (const described of release.files.filter(file => file.table === table)) {
    const file = await fileOf(described)
    const metadata = await parquetMetadataAsync(file)
    const rows = Number(metadata.num_rows)
    if (row < before + rows) {
      const [found] = await parquetReadObjects({ file, metadata, compressors, columns: wanted, rowStart: row - before, rowEnd: row - before + 1 })
      return found
    }
    before += rows
  }
  throw new RangeError(`${table} has no row ${row}`)
}

/**
 * Read columns of a table into arrays, all shards one after the other; `progress` is told the share of rows read.
 * A column that the release does not have is left out.
 */
export async function readTable (table, wanted, progress = () => {}) {
  const files = release.files.filter(file => file.table === table)
  const columns = Object.fromEntries(wanted.map(name => [name, []]))
  const rows = release.rows[table]
  let before = 0
  for (const described of files) {
    const file = await fileOf(described)
    const metadata = await parquetMetadataAsync(file)
    const there = new Set(metadata.schema.map(({ name }) => name))
    const names = wanted.filter(name => there.has(name))
    let groupStart = 0
    for (const group of metadata.row_groups) {
      const rowEnd = groupStart + Number(group.num_rows)
      const base = before
      await parquetRead({
        file,
        metadata,
        compressors,
        columns: names,
        rowStart: groupStart,
        rowEnd,
        onChunk: ({ columnName, columnData, rowStart }) => {
          const column = columns[columnName]
          for (let i = 0; i < columnData.length; i++) column[base + rowStart + i] = columnData[i]
        }
      })
      groupStart = rowEnd
      progress((before + groupStart) / rows)
      await new Promise(resolve => setTimeout(resolve)) // lets the page draw
    }
    before += groupStart
  }
  for (const name of wanted) if (rows && !columns[name].length) delete columns[name]
  return columns
}
