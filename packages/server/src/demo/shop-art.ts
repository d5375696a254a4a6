import { commonCodes, hook, link, SHOP_AGE_DAYS, type SellerPlan } from './shop-plan.ts';

/** A school of art that sells in euros, kronor and yen. */
export const artSchool: SellerPlan = {
  name: 'Taidekoulu Verkossa',
  products: {
    watercolour: {
      name: 'Watercolour from Scratch',
      type: 'ONLINE_COURSE',
      vatRateBp: 2550,
      prices: { EUR: [149_00, 119_00], SEK: [1_690_00, 1_350_00], JPY: [24_800, 19_800] },
    },
    watercolourPlus: {
      name: 'Watercolour from Scratch with Personal Feedback',
      type: 'ONLINE_COURSE',
      vatRateBp: 2550,
      prices: { EUR: 289_00, SEK: 3_290_00, JPY: 47_800 },
    },
    drawing: {
      name: 'Drawing Every Day',
      type: 'ONLINE_COURSE',
      vatRateBp: 2550,
      prices: { EUR: 89_00, SEK: 990_00, JPY: 14_800 },
    },
    portraits: {
      name: 'Portraits in Oil',
      type: 'ONLINE_COURSE',
      vatRateBp: 2550,
      prices: { EUR: 199_00, SEK: 2_290_00, JPY: 32_800 },
    },
    foundation: {
      name: 'Basic Art Education: Foundation Module',
      type: 'ONLINE_COURSE',
      vatRateBp: 0,
      prices: { EUR: 240_00, SEK: 2_690_00 },
    },
    brushes: {
      name: 'Paper, Pigments and Brushes',
      type: 'E_BOOK',
      vatRateBp: 1350,
      prices: { EUR: 19_00, SEK: 219_00, JPY: 2_980 },
    },
    colour: {
      name: 'The Colour Workbook',
      type: 'E_BOOK',
      vatRateBp: 1350,
      prices: { EUR: [24_00, 17_90], SEK: [269_00, 199_00], JPY: [3_980, 2_980] },
    },
    studio: {
      name: 'Open Studio Membership, One Year',
      type: 'MEMBERSHIP',
      vatRateBp: 2550,
      prices: { EUR: 180_00, SEK: 1_990_00, JPY: 29_800 },
    },
    exhibition: {
      name: 'Spring Exhibition and Workshop, Turku',
      type: 'EVENT_TICKET',
      vatRateBp: 1350,
      prices: { EUR: 45_00, SEK: 520_00 },
    },
    textures: {
      name: 'Paper Textures for Scanning',
      type: 'DIGITAL_CONTENT',
      vatRateBp: 2550,
      prices: { EUR: 12_00, SEK: 139_00, JPY: 1_980 },
    },
    magazine: {
      name: 'Sivellin Magazine, Twelve Issues',
      type: 'DIGITAL_CONTENT',
      vatRateBp: 1000,
      prices: { EUR: 59_00, SEK: 690_00, JPY: 9_800 },
    },
  },
  offers: {
    watercolour: {
      name: 'Watercolour from Scratch',
      products: ['watercolour'],
      addOns: [
        {
          kind: 'ORDER_BUMP',
          product: 'brushes',
          name: 'Add the book on paper and brushes',
          description: 'What to buy first, and what never to buy.',
          prices: { EUR: [19_00, 9_00], SEK: [219_00, 99_00], JPY: [2_980, 1_480] },
        },
        {
          kind: 'ORDER_BUMP',
          product: 'textures',
          name: 'Add forty paper textures',
          description: 'For those who finish their work on a screen.',
          prices: { EUR: 8_00, SEK: 95_00, JPY: 1_280 },
        },
        {
          kind: 'PRE_UPSELL',
          product: 'watercolourPlus',
          name: 'Upgrade to personal feedback',
          description: 'Six of your paintings are looked at by a teacher.',
          prices: { EUR: [289_00, 229_00], SEK: [3_290_00, 2_590_00], JPY: [47_800, 37_800] },
          replaces: 'watercolour',
        },
      ],
    },
    bundle: {
      name: 'The Watercolour Bundle',
      products: [
        {
          product: 'watercolour',
          prices: { EUR: [149_00, 109_00], SEK: [1_690_00, 1_190_00], JPY: [24_800, 17_800] },
        },
        { product: 'brushes', prices: { EUR: 15_00, SEK: 169_00, JPY: 2_480 } },
        { product: 'colour', prices: { EUR: 15_00, SEK: 169_00, JPY: 2_480 } },
      ],
      addOns: [
        {
          kind: 'PRE_UPSELL',
          product: 'studio',
          name: 'A year in the Open Studio',
          description: 'Paint together every Thursday evening.',
          prices: { EUR: [180_00, 129_00], SEK: [1_990_00, 1_450_00], JPY: [29_800, 21_800] },
        },
      ],
    },
    drawing: {
      name: 'Drawing Every Day',
      products: ['drawing'],
      addOns: [
        {
          kind: 'ORDER_BUMP',
          product: 'colour',
          name: 'Add the Colour Workbook',
          description: 'From grey to colour in thirty exercises.',
          prices: { EUR: 14_90, SEK: 169_00, JPY: 2_380 },
        },
      ],
    },
    portraits: { name: 'Drawing and Portraits', products: ['portraits', 'drawing'] },
    foundation: {
      name: 'Basic Art Education',
      products: ['foundation'],
      addOns: [
        {
          kind: 'ORDER_BUMP',
          product: 'magazine',
          name: 'Add a year of Sivellin',
          description: 'Twelve issues at the price for students.',
          prices: { EUR: 39_00, SEK: 450_00 },
        },
      ],
    },
    studio: { name: 'Open Studio', products: ['studio'] },
    exhibition: {
      name: 'Spring Exhibition',
      products: ['exhibition'],
      addOns: [
        {
          kind: 'ORDER_BUMP',
          product: 'brushes',
          name: 'Add the book on paper and brushes',
          description: 'The book of the workshop.',
          prices: { EUR: 12_00, SEK: 139_00 },
        },
      ],
    },
    colour: {
      name: 'The Colour Workbook',
      products: ['colour'],
      addOns: [
        {
          kind: 'PRE_UPSELL',
          product: 'drawing',
          name: 'Begin to draw as well',
          description: 'The whole course at half its price.',
          prices: { EUR: [89_00, 44_50], SEK: [990_00, 495_00], JPY: [14_800, 7_400] },
        },
      ],
    },
  },
  links: [
    link('watercolour-newsletter', 'Watercolour, newsletter', 'watercolour', 'newsletter', [
      'evergreen',
    ]),
    link('watercolour-instagram', 'Watercolour, Instagram', 'watercolour', 'instagram', [
      'spring-campaign',
    ]),
    link('watercolour-youtube', 'Watercolour, YouTube lessons', 'watercolour', 'youtube', [
      'evergreen',
      'free-lesson',
    ]),
    link('watercolour-google', 'Watercolour, search ads', 'watercolour', 'google-ads', []),
    link('bundle-black-friday', 'Bundle, Black Friday', 'bundle', 'newsletter', [
      'black-friday',
      'bundle',
    ]),
    link('bundle-evergreen', 'Bundle, all year', 'bundle', 'google-ads', ['evergreen', 'bundle']),
    link('drawing-instagram', 'Drawing, Instagram', 'drawing', 'instagram', ['back-to-school']),
    link('drawing-webinar', 'Drawing, after the webinar', 'drawing', 'webinar', ['webinar']),
    link('portraits-partner', 'Portraits, partner shop', 'portraits', 'partner', ['affiliate']),
    link('art-education', 'Basic art education', 'foundation', null, ['back-to-school']),
    link('open-studio-newsletter', 'Open Studio, newsletter', 'studio', 'newsletter', [
      'new-year',
      'membership',
    ]),
    link('spring-exhibition', 'Spring Exhibition', 'exhibition', 'facebook', ['spring-campaign']),
    link('colour-workbook-google', 'Colour Workbook, search ads', 'colour', 'google-ads', []),
    link('colour-workbook-podcast', 'Colour Workbook, podcast', 'colour', 'podcast', ['evergreen']),
  ],
  codes: [
    ...commonCodes,
    {
      code: 'FREECOURSE',
      description: 'A gift to those who finished a course',
      percentBp: 10_000,
      onlyProducts: ['drawing'],
      perCustomerLimit: 1,
    },
    {
      code: 'BRUSH25',
      description: 'Only during the spring campaign',
      percentBp: 2500,
      validFromDay: -260,
      expiresDay: -215,
    },
    {
      code: 'FIRST50',
      description: 'The first fifty of the Open Studio',
      amounts: { EUR: 5000, SEK: 57_000, JPY: 8_000 },
      onlyProducts: ['studio', 'watercolour', 'portraits'],
      usageLimit: 50,
      perCustomerLimit: 1,
    },
  ],
  actions: [
    {
      name: 'Receipt email',
      kind: 'receipt-email',
      versions: [
        {
          sinceDay: -SHOP_AGE_DAYS,
          settings: {
            introduction: 'Thank you, and welcome to class!\n\nYour course opens within minutes.',
            sellerName: 'Taidekoulu Verkossa Oy',
            sellerAddress: 'Linnankatu 12\n20100 Turku',
            sellerVatId: 'FI01234567',
            replyTo: 'opisto@example.com',
          },
        },
      ],
    },
    hook('Accounting', 'accounting'),
    {
      name: 'Tell the membership site',
      kind: 'webhook',
      product: 'watercolour',
      versions: [
        { sinceDay: -SHOP_AGE_DAYS, hook: 'members-old' },
        { sinceDay: -2, hook: 'members' },
      ],
    },
    hook('Book a teacher for feedback', 'teachers', { product: 'watercolourPlus' }),
    hook('Open the studio doors', 'members', { product: 'studio' }),
    hook('Add to the mailing list of the bundle', 'mailing-list', { offer: 'bundle' }),
    hook('Old customer register', 'old-register', { enabled: false }),
  ],
};
