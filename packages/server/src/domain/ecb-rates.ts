import type { DatedRate } from './exchange.ts';
import type { CalendarDay } from './report-period.ts';

// The European Central Bank's files of euro reference rates: `eurofxref-hist.csv` (one row per day, a column
// per currency) and the XML of a day or of ninety (`eurofxref-daily.xml`).

/** The file is not one of theirs; says where. */
export class BadRates extends Error {
  override readonly name = 'BadRates';
}

/** Every rate in it; what is marked as not available is left out. Throws `BadRates`. */
export function readEcbRates(text: string): DatedRate[] {
  const plain = text.replace(/^\uFEFF/u, '').trim();
  const rates = plain.startsWith('<') ? readXml(plain) : readCsv(plain);
  if (rates.length === 0) throw new BadRates('There is no rate in it.');
  return rates;
}

function readCsv(text: string): DatedRate[] {
  const [head = '', ...rows] = text.split(/\r?\n/u);
  const currencies = cellsOf(head).slice(1);
  if (cellsOf(head)[0] !== 'Date' || !currencies.every(isCurrency)) {
    throw new BadRates(
      'Its first line should be “Date” and the currencies, as in eurofxref-hist.csv.',
    );
  }
  return rows
    .filter((row) => row.trim() !== '')
    .flatMap((row, index) => {
      const [day = '', ...cells] = cellsOf(row);
      if (!isDay(day)) throw new BadRates(`Line ${index + 2} does not begin with a day: “${day}”.`);
      return currencies.flatMap((currency, place) => rateOf(currency, day, cells[place] ?? ''));
    });
}

/** Lines end with a comma of their own. */
function cellsOf(line: string): string[] {
  const cells = line.split(',').map((cell) => cell.trim());
  return cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

function readXml(text: string): DatedRate[] {
  let day: CalendarDay | null = null;
  const rates: DatedRate[] = [];
  for (const [cube] of text.matchAll(/<Cube\b[^<>]*>/gu)) {
    day = attribute(cube, 'time') ?? day;
    const [currency, rate] = [attribute(cube, 'currency'), attribute(cube, 'rate')];
    if (currency === null || rate === null) continue;
    if (day === null || !isDay(day) || !isCurrency(currency)) {
      throw new BadRates(`A rate stands under no day: ${cube}`);
    }
    rates.push(...rateOf(currency, day, rate));
  }
  return rates;
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\b${name}=["']([^"']*)["']`, 'u').exec(tag)?.[1] ?? null;
}

function rateOf(currency: string, day: CalendarDay, perEuro: string): DatedRate[] {
  if (perEuro === 'N/A' || perEuro === '') return [];
  if (!/^\d{1,9}(\.\d{1,10})?$/u.test(perEuro) || Number(perEuro) === 0) {
    throw new BadRates(`“${perEuro}” is no rate of ${currency} on ${day}.`);
  }
  return [{ currency, day, perEuro }];
}

const isCurrency = (text: string) => /^[A-Z]{3}$/u.test(text);
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/u.test(text) && !Number.isNaN(Date.parse(text));
