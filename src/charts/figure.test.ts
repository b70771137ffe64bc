import { describe, expect, it } from 'vitest';
import { curveOption } from './curves';
import { describedSvg, figureHeight, figureOption } from './figure-option';
import { figureSvg } from './render-figure';
import { cellText, type Table, tableCsv } from './table';
import type { ChartTheme } from './theme';

const theme: ChartTheme = {
  text: '#111',
  muted: '#666',
  line: '#ddd',
  surface: '#fff',
  fontFamily: '"Inter Variable", sans-serif',
  series: ['#0072b2', '#e69f00'],
  animate: true,
};

const text = {
  title: 'Accuracy of <b>"cats" & dogs</b>',
  caption:
    'ResNet18, head · test split, 1,000 pictures · temperature 1.23. A caption long enough to need a second line in the figure.',
  key: [{ name: 'Cats & dogs', value: 'AUC 0.987' }, { name: 'b' }],
};
const size = { width: 640, plotHeight: 300 };

const draw = (drawn: ChartTheme) =>
  curveOption(
    {
      kind: 'accuracy',
      curves: [
        {
          name: 'Cats & dogs',
          points: [
            [1, 0.7],
            [2, 0.9],
          ],
        },
        { name: 'b', points: [[1, 0.8]] },
      ],
      epochLabel: 'Epoch',
      valueLabel: 'Validation accuracy',
      format: String,
      axisFormat: String,
    },
    drawn,
  );

/** Every start tag is closed in order, attributes are quoted, and no bare `&` or `<` stands in text. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  let roots = 0;
  const rest = xml.replace(
    /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, end: string, name: string, attributes: string, empty: string) => {
      expect(attributes.replace(/&(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/gi, '')).not.toContain(
        '&',
      );
      if (end) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
      if (open.length === (end ? 0 : 1) && !end) roots++;
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(roots).toBeGreaterThan(0);
  expect(
    rest.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').replace(/&(amp|lt|gt|quot|#\d+);/g, ''),
  ).not.toMatch(/[<&]/);
}

describe('figureSvg', () => {
  const svg = figureSvg({ draw, text, size, theme });

  it('is a document of its own that is well formed', () => {
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expectWellFormed(svg);
    expect(svg).toContain(`height="${figureHeight(text, size)}"`);
  });

  it('says what it shows, for the eye and for those who do not see', () => {
    expect(svg).toContain('<title>Accuracy of &lt;b&gt;"cats" &amp; dogs&lt;/b&gt;</title>');
    expect(svg).toContain('role="img"');
    const drawn = svg.slice(svg.indexOf('</desc>')).replace(/<[^>]*>/g, '\n');
    expect(drawn).toContain('Accuracy of');
    expect(drawn).toContain('ResNet18, head · test split, 1,000 pictures');
    for (const name of ['Epoch', 'Validation accuracy', 'Cats &amp; dogs   AUC 0.987', 'b']) {
      expect(drawn.split('\n')).toContain(name);
    }
  });

  it('shows markers in the key only for lines that have them', () => {
    const marked = (epochs: number) =>
      figureSvg({
        draw: (drawn) =>
          curveOption(
            {
              kind: 'accuracy',
              curves: ['a', 'b'].map((name) => ({
                name,
                points: Array.from({ length: epochs }, (_, epoch) => [epoch + 1, 0.9]),
              })),
              epochLabel: 'Epoch',
              valueLabel: 'Accuracy',
              format: String,
              axisFormat: String,
            },
            drawn,
          ),
        text: { ...text, key: [{ name: 'a' }, { name: 'b' }] },
        size,
        theme,
      });
    const circles = (svg: string) => [...svg.matchAll(/<path d="M[^"]*A[^"]*"[^>]*>/g)].map(String);
    expect(circles(marked(3)).filter((one) => !one.includes('opacity="0"')).length).toBeGreaterThan(
      0,
    );
    expect(circles(marked(30)).filter((one) => !one.includes('opacity="0"'))).toEqual([]);
  });

  it('leaves nothing to hover and grows by what it says', () => {
    const figure = figureOption(draw(theme), text, size, theme);
    expect(figure).toMatchObject({ animation: false, tooltip: { show: false } });
    expect(figureHeight({ ...text, caption: 'short' }, size)).toBeLessThan(
      figureHeight(text, size),
    );
  });
});

describe('describedSvg', () => {
  it('drops what XML does not allow', () => {
    const svg = describedSvg('<svg a="1"></svg>', { ...text, title: 'a\u0000b', caption: 'c' });
    expect(svg).toBe('<svg a="1" role="img"><title>a b</title><desc>c</desc></svg>');
  });
});

describe('tableCsv', () => {
  const table: Table = {
    columns: [
      { name: 'Class, as named' },
      { name: 'Accuracy', write: (value) => value.toFixed(2) },
    ],
    rows: [
      ['=cats', 0.123456],
      ['dogs', null],
    ],
  };

  it('has the rows and columns of the table, unrounded', () => {
    expect(tableCsv(table)).toBe('"Class, as named",Accuracy\r\n\'=cats,0.123456\r\ndogs,\r\n');
  });

  it('while the page writes the same cells for reading', () => {
    expect([0, 1].map((row) => cellText(table, row, 1))).toEqual(['0.12', '–']);
    expect(cellText(table, 0, 0)).toBe('=cats');
  });
});
