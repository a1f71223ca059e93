import fc from 'fast-check';
import {
  cellAsGiven,
  csvCell,
  csvLine,
  CsvReader,
  CsvTrouble,
  separatorOf,
  type CsvRow,
} from '../../../src/core/csv';

const readRows = (text: string, pieces = 7): CsvRow[] => {
  const reader = new CsvReader(separatorOf(text.split(/[\r\n]/)[0] ?? ''));
  const rows: CsvRow[] = [];
  for (let i = 0; i < text.length; i += pieces) rows.push(...reader.push(text.slice(i, i + pieces)));
  return [...rows, ...reader.end()];
};
const read = (text: string, pieces?: number): string[][] => readRows(text, pieces).map(({ cells }) => cells);

describe('CSV', () => {
  test.each([
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a;b\n1;2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a\tb\r1\t2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '"a ""x""",b\n"1\r\n2",\n',
      [
        ['a "x"', 'b'],
        ['1\r\n2', ''],
      ],
    ],
    [
      'a,b\n\n , \n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '"a;b;c",d\n"x",y',
      [
        ['a;b;c', 'd'],
        ['x', 'y'],
      ],
    ],
    [
      'a,b\n5" disk,2',
      [
        ['a', 'b'],
        ['5" disk', '2'],
      ],
    ],
  ])('%j is read whatever its separators and line ends', (text, rows) => {
    expect(read(text)).toEqual(rows);
    expect(read(text, 1)).toEqual(rows);
  });

  test('what is written is read as it was, in pieces of any size, formulas and all', () => {
    const unit = fc.constantFrom('a', '"', "'", ',', ';', '\n', '\r', ' ', '=', '+', 'ż');
    const cell = fc.string({ unit });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (rows, pieces) => {
          const text = `h,h\r\n${rows.map(csvLine).join('')}`;
          const back = read(text, pieces).map((row) => row.map(cellAsGiven));
          const said = (row: string[]): boolean => row.some((one) => one.trim() !== '');
          expect(back.slice(1).filter(said)).toEqual(rows.filter(said));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('rows are counted as a spreadsheet counts them', () => {
    expect(readRows('a,b\n\n"1\n",2\n,\n3,4').map(({ row }) => row)).toEqual([1, 3, 5]);
  });

  test.each(['=1+1', '+48 12', '-5', '@x', '\tx'])('%j does not leave as a formula', (value) => {
    expect(csvCell(value).replace(/^"/, '')).toMatch(/^'/);
  });

  test.each([
    ['a,b\n\n1,2\n"never,closed\n3,4\n', 'open-quote', 4],
    [`a,b\n1,"${'x'.repeat(200_000)}`, 'open-quote', 2],
    [`a,b\n1,${'x'.repeat(200_000)}`, 'long-cell', 2],
    [`a,b\n1,2\n${','.repeat(1_000)}\n`, 'many-cells', 3],
  ])('%.20j… is refused with its row, before it fills the memory: %s', (text, code, row) => {
    expect(() => readRows(text, 4_000)).toThrow(`row ${row}: ${code}`);
    expect(() => readRows(text, 4_000)).toThrow(CsvTrouble);
  });
});
