// The pictures, with Observable Plot: a script of its own, loaded when somebody asks for them.
import * as Plot from '@observablehq/plot'

// Acts in the codebook's order, those that are near each other in near colours; thirteen that can be told apart.
const ACT_COLOURS = ['#9aa5b1', '#5b6b7b', '#3f88c5', '#1b9e77', '#d1495b', '#66a61e', '#e08e0b', '#c3a40e', '#7a5195', '#5ab4ac', '#a6cee3',
  '#8c3b2f', '#d9d9d9']
const STYLE = { background: 'none', fontFamily: 'inherit', fontSize: '13px', overflow: 'visible' }

/** Put a picture into its place, for screen readers as one image with a name; without rows, say so. */
function show (node, rows, plot) {
  const drawn = rows.length && plot()
  for (const svg of drawn ? [drawn, ...drawn.querySelectorAll('svg')] : []) {
    if (svg.tagName !== 'svg') continue
    for (const mark of svg.querySelectorAll('[aria-label]')) mark.removeAttribute('aria-label') // names of Plot's own
    if (svg.hasAttribute('aria-label')) svg.setAttribute('role', 'img')
    else svg.setAttribute('aria-hidden', 'true') // a colour beside its name in the legend
  }
  node.replaceChildren(drawn || Object.assign(document.createElement('p'), { className: 'none', textContent: 'Nothing that is selected can be drawn here.' }))
}

const widthOf = node => Math.max(300, node.clientWidth)

globalThis.rapporteurPictures = {
  /** Draw bars of claims by topic, divided by how widely they are held; claims that report nothing of others are left out. */
  agreementByTopic (node, rows, levels, colours) {
    const domain = levels.filter(level => rows.some(row => row.agreement === level))
    show(node, rows, () => Plot.plot({
      style: STYLE,
      width: widthOf(node),
      marginLeft: 150,
      marginTop: 10,
      marginBottom: 42,
      x: { label: 'claims', labelAnchor: 'center', labelArrow: 'none', tickFormat: 'd' },
      y: { label: null },
      color: { domain, range: domain.map(level => colours[level]), legend: true, tickFormat: level => level.replaceAll('_', ' ') },
      ariaLabel: 'Claims by topic and level of agreement',
      marks: [
        Plot.barX(rows, {
          x: 'n', y: 'topic', fill: 'agreement', stroke: '#888', strokeWidth: 0.5, sort: { y: '-x' }, order: domain,
          title: row => `${row.topic}: ${row.n} ${row.agreement.replaceAll('_', ' ')}`
        }),
        Plot.ruleX([0])
      ]
    }))
  },

  /** Draw who (left) calls on whom (right): a line for each pair, the thicker the more claims it has. */
  network (node, links) {
    const place = name => {
      const counts = new Map()
      for (const link of links) counts.set(link[name], (counts.get(link[name]) ?? 0) + link.n)
      const names = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      return new Map(names.map(([one, n], k) => [one, { name: one, n, y: (k + 0.5) / names.length }]))
    }
    const from = place('from')
    const to = place('to')
    const most = Math.max(...links.map(link => link.n))
    const drawn = links.map(link => ({ ...link, y1: from.get(link.from).y, y2: to.get(link.to).y }))
    const narrow = widthOf(node) < 500
    const margin = Math.min(240, widthOf(node) / 3)
    const names = (side, x, textAnchor, dx) => Plot.text([...side.values()], {
      x, y: 'y', text: one => `${one.n}  ${one.name}`, title: 'name', textAnchor, dx, lineWidth: margin / 13 - 1, textOverflow: narrow ? null : 'ellipsis', fill: 'currentColor'
    })
    show(node, links, () => Plot.plot({
      style: STYLE,
      width: widthOf(node),
      height: 60 + (narrow ? 54 : 26) * Math.max(from.size, to.size),
      marginLeft: margin,
      marginRight: margin,
      x: { axis: null, domain: [0, 1] },
      y: { axis: null, domain: [1, 0] },
      ariaLabel: 'Who calls on whom',
      marks: [
        Plot.link(drawn, {
          x1: 0, x2: 1, y1: 'y1', y2: 'y2', curve: 'bump-x', stroke: 'currentColor', strokeOpacity: 0.3,
          strokeWidth: link => 0.75 + 9 * Math.sqrt(link.n / most), title: link => `${link.from} on ${link.to}: ${link.n}`
        }),
        names(from, 0, 'end', -8),
        names(to, 1, 'start', 8)
      ]
    }))
  },

  /** Draw the acts of each year as shares of its claims. */
  actsByYear (node, rows, acts) {
    show(node, rows, () => Plot.plot({
      style: STYLE,
      width: widthOf(node),
      marginLeft: 56,
      x: { label: null, type: 'band', tickFormat: (year, k, years) => (years.length > 20 && Number(year) % 5 ? '' : year) },
      y: { label: 'share of claims', tickFormat: '.0%' },
      color: { legend: true, domain: acts, range: ACT_COLOURS },
      ariaLabel: 'Acts over time',
      marks: [
        Plot.barY(rows, Plot.stackY({ offset: 'normalize', order: acts }, {
          x: 'year', y: 'n', fill: 'act', title: row => `${row.year}: ${row.act} ${row.n}`
        })),
        Plot.ruleY([0])
      ]
    }))
  }
}
