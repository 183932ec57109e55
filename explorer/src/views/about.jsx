// What the release is, how far to trust it, and how to cite it.
import { Fragment, h } from 'preact'
import { release } from '../load.js'
import { label, titleOf } from '../wording.js'

const figure = f1 => f1?.toFixed(2) ?? '–'

const FACETS = ['agreement', 'holder', 'act', 'modality', 'topic']

export function About ({ data }) {
  return (
    <section class='about' aria-label='About this release'>
      <h1>{release.title}</h1>
      <p>{release.description}</p>
      <dl>
        <dt>Release</dt><dd>{release.version}, {release.date}</dd>
        <dt>Hash</dt><dd><code>{release.sha256}</code></dd>
        <dt>Cite as</dt><dd>{release.citation}</dd>
        <dt>Holds</dt><dd>{Object.entries(release.rows).map(([table, rows]) => `${rows.toLocaleString('en')} ${table}`).join(', ')}</dd>
      </dl>
      <h2>How far to trust it</h2>
      <p>
        Claims are cut and coded by rules and a small model, not by people. Each claim says which rule decided, and points at
        the characters of the raw file. Before you count, read a sample of what you count.
      </p>
      {release.quality.length > 0 && (
        <table>
          <caption>Agreement of this release with a reference annotation (F1)</caption>
          <thead><tr><th scope='col'>What was measured</th><th scope='col'>Text in view while rules were written</th><th scope='col'>Unseen text</th></tr></thead>
          <tbody>
            {release.quality.map(row => <tr key={row.field}><th scope='row'>{row.means}</th><td>{figure(row.in_sample)}</td><td>{figure(row.unseen)}</td></tr>)}
          </tbody>
        </table>
      )}
      <p>No sentiment is coded. Agreement is what the text itself reports, not what was measured by a count of voices.</p>
      <h2>What the codes mean</h2>
      {FACETS.map(name => (
        <Fragment key={name}>
          <h3>{titleOf(name)}</h3>
          <dl>
            {Object.entries(release.vocabularies[name]).map(([value, means]) => (
              <Fragment key={value}>
                <dt>{name === 'agreement' && <span class='swatch' style={{ background: release.colours[value] }} />}{label(name, value, data)}</dt>
                <dd>{means}</dd>
              </Fragment>
            ))}
          </dl>
        </Fragment>
      ))}
    </section>
  )
}
