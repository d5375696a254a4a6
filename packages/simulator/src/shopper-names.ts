// Where the shoppers come from and what they are called. All invented; addresses end in example
// domains, which nobody can own.

export type Country = {
  readonly code: string;
  /** How often shoppers come from here, against the others. */
  readonly weight: number;
  readonly currency: string;
  readonly languages: readonly string[];
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  readonly cities: readonly (readonly [city: string, postalCode: string])[];
  readonly regions?: readonly string[];
};

export const countries: readonly Country[] = [
  {
    code: 'FI',
    weight: 58,
    currency: 'EUR',
    languages: ['fi', 'fi', 'fi', 'fi', 'sv', 'en'],
    firstNames: [
      'Aino',
      'Eero',
      'Helmi',
      'Onni',
      'Venla',
      'Toivo',
      'Sanna',
      'Mikko',
      'Päivi',
      'Jukka',
      'Katariina',
      'Antti',
      'Ilona',
      'Väinö',
      'Marja-Liisa',
      'Juhani',
      'Åsa',
      'Tuomas',
    ],
    lastNames: [
      'Korhonen',
      'Virtanen',
      'Mäkinen',
      'Nieminen',
      'Mäkelä',
      'Hämäläinen',
      'Laine',
      'Heikkinen',
      'Koskinen',
      'Järvinen',
      'Lehtonen',
      'Öhman',
      'Salonen',
      'Rönkkö',
    ],
    cities: [
      ['Helsinki', '00100'],
      ['Tampere', '33100'],
      ['Turku', '20100'],
      ['Oulu', '90100'],
      ['Jyväskylä', '40100'],
    ],
  },
  {
    code: 'SE',
    weight: 14,
    currency: 'SEK',
    languages: ['sv', 'sv', 'sv', 'en'],
    firstNames: ['Astrid', 'Björn', 'Elsa', 'Lars', 'Maja', 'Nils', 'Saga', 'Göran', 'Ebba', 'Åke'],
    lastNames: ['Andersson', 'Johansson', 'Lindqvist', 'Nyström', 'Söderberg', 'Åberg', 'Ek'],
    cities: [
      ['Stockholm', '111 20'],
      ['Göteborg', '411 03'],
      ['Malmö', '211 22'],
      ['Umeå', '903 26'],
    ],
  },
  {
    code: 'JP',
    weight: 7,
    currency: 'JPY',
    languages: ['ja', 'ja', 'en'],
    firstNames: ['陽子', '健太', '美咲', '翔', 'さくら', '大輔', 'Haruka', 'Kenji'],
    lastNames: ['佐藤', '鈴木', '高橋', '田中', '渡辺', 'Yamamoto', 'Ito'],
    cities: [
      ['東京', '100-0001'],
      ['大阪', '530-0001'],
      ['京都', '600-8001'],
    ],
  },
  {
    code: 'DE',
    weight: 7,
    currency: 'EUR',
    languages: ['de', 'de', 'en'],
    firstNames: ['Lena', 'Jürgen', 'Sophie', 'Matthias', 'Käthe', 'Jonas'],
    lastNames: ['Müller', 'Weiß', 'Schäfer', 'von der Heide', 'Krüger', 'Hofmann'],
    cities: [
      ['Berlin', '10115'],
      ['Köln', '50667'],
      ['München', '80331'],
    ],
  },
  {
    code: 'EE',
    weight: 5,
    currency: 'EUR',
    languages: ['et', 'en', 'fi'],
    firstNames: ['Kadri', 'Priit', 'Liis', 'Tõnu', 'Maarja'],
    lastNames: ['Tamm', 'Sepp', 'Kõiv', 'Põld', 'Rebane'],
    cities: [
      ['Tallinn', '10111'],
      ['Tartu', '51003'],
    ],
  },
  {
    code: 'US',
    weight: 5,
    currency: 'EUR',
    languages: ['en'],
    firstNames: ['Olivia', 'Marcus', "D'Andre", 'Emily', 'José'],
    lastNames: ["O'Neill", 'Nguyen', 'Washington', 'Smith-Jones', 'García'],
    cities: [
      ['Austin', '78701'],
      ['Portland', '97201'],
      ['Boston', '02108'],
    ],
    regions: ['TX', 'OR', 'MA', 'CA', 'NY'],
  },
  {
    code: 'NO',
    weight: 2,
    currency: 'EUR',
    languages: ['nb', 'en'],
    firstNames: ['Ingrid', 'Øyvind', 'Solveig', 'Håkon'],
    lastNames: ['Hansen', 'Ødegård', 'Berg'],
    cities: [['Oslo', '0150']],
  },
  {
    code: 'ES',
    weight: 2,
    currency: 'EUR',
    languages: ['es', 'en'],
    firstNames: ['Lucía', 'Íñigo', 'Carmen', 'Pablo'],
    lastNames: ['Fernández', 'Muñoz', 'de la Cruz'],
    cities: [['Valencia', '46001']],
  },
];

export const mailDomains = ['example.com', 'example.org', 'example.net', 'mail.example.com'];

export const companies: readonly (readonly [name: string, vatNumber: string])[] = [
  ['Revontuli Valmennus Oy', 'FI12345671'],
  ['Kirsikka & Kumpp. Oy', 'FI23456784'],
  ['Nordisk Lärande AB', 'SE556677889901'],
  ['Kaffeehaus "Zum Löwen" GmbH', 'DE123456789'],
];
