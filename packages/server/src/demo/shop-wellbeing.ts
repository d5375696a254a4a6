import { commonCodes, hook, link, SHOP_AGE_DAYS, type SellerPlan } from './shop-plan.ts';

/** An academy of wellbeing that sells in euros and kronor, and its courses in yen as well. */
export const wellbeingAcademy: SellerPlan = {
  name: 'Hyvinvointi Akatemia',
  products: {
    calm: {
      name: 'Calm in Eight Weeks',
      type: 'ONLINE_COURSE',
      vatRateBp: 2550,
      prices: { EUR: 129_00, SEK: 1_450_00, JPY: 21_800 },
    },
    calmGroup: {
      name: 'Calm in Eight Weeks with Group Coaching',
      type: 'ONLINE_COURSE',
      vatRateBp: 2550,
      prices: { EUR: 249_00, SEK: 2_790_00, JPY: 41_800 },
    },
    sleep: {
      name: 'Sleep Well Again',
      type: 'ONLINE_COURSE',
      vatRateBp: 2550,
      prices: { EUR: [79_00, 59_00], SEK: [890_00, 669_00], JPY: [12_800, 9_800] },
    },
    yoga: {
      name: 'Yoga at Home Membership, One Year',
      type: 'MEMBERSHIP',
      vatRateBp: 2550,
      prices: { EUR: 159_00, SEK: 1_790_00, JPY: 26_800 },
    },
    breathing: {
      name: 'The Breathing Book',
      type: 'E_BOOK',
      vatRateBp: 1350,
      prices: { EUR: 17_00, SEK: 189_00, JPY: 2_780 },
    },
    recipes: {
      name: 'Weekday Recipes',
      type: 'E_BOOK',
      vatRateBp: 1350,
      prices: { EUR: 22_00, SEK: 249_00 },
    },
    anatomy: {
      name: 'Massage Therapist Training: Anatomy',
      type: 'ONLINE_COURSE',
      vatRateBp: 0,
      prices: { EUR: 420_00, SEK: 4_790_00 },
    },
    retreat: {
      name: 'Retreat Day, Tampere',
      type: 'EVENT_TICKET',
      vatRateBp: 1350,
      prices: { EUR: 95_00 },
    },
    soundscapes: {
      name: 'Soundscapes for the Night',
      type: 'DIGITAL_CONTENT',
      vatRateBp: 2550,
      prices: { EUR: 14_00, SEK: 159_00, JPY: 2_280 },
    },
    coaching: {
      name: 'One-to-One Coaching, 60 Minutes',
      type: 'SERVICE',
      vatRateBp: 2550,
      prices: { EUR: 110_00, SEK: 1_250_00 },
    },
    magazine: {
      name: 'Hyvä olo Magazine, Six Issues',
      type: 'DIGITAL_CONTENT',
      vatRateBp: 1000,
      prices: { EUR: 39_00, SEK: 449_00 },
    },
  },
  offers: {
    calm: {
      name: 'Calm in Eight Weeks',
      products: ['calm'],
      addOns: [
        {
          kind: 'ORDER_BUMP',
          product: 'breathing',
          name: 'Add the Breathing Book',
          description: 'Twelve exercises to keep in your pocket.',
          prices: { EUR: [17_00, 9_90], SEK: [189_00, 109_00], JPY: [2_780, 1_580] },
        },
        {
          kind: 'PRE_UPSELL',
          product: 'calmGroup',
          name: 'Take the course in a group',
          description: 'Eight evenings with a coach and nine others.',
          prices: { EUR: [249_00, 199_00], SEK: [2_790_00, 2_190_00], JPY: [41_800, 32_800] },
          replaces: 'calm',
        },
      ],
    },
    sleep: {
      name: 'Sleep Well Again',
      products: ['sleep'],
      addOns: [
        {
          kind: 'ORDER_BUMP',
          product: 'soundscapes',
          name: 'Add soundscapes for the night',
          description: 'Ten hours of rain, wind and sea.',
          prices: { EUR: 7_00, SEK: 79_00, JPY: 1_180 },
        },
        {
          kind: 'PRE_UPSELL',
          product: 'calm',
          name: 'Calm days make calm nights',
          description: 'Add the eight weeks at a third off.',
          prices: { EUR: [129_00, 86_00], SEK: [1_450_00, 969_00], JPY: [21_800, 14_500] },
        },
      ],
    },
    wholePackage: {
      name: 'Calm, Sleep and Breath',
      products: [
        { product: 'calm', prices: { EUR: 99_00, SEK: 1_090_00, JPY: 16_800 } },
        { product: 'sleep', prices: { EUR: 49_00, SEK: 549_00, JPY: 8_200 } },
        { product: 'breathing', prices: { EUR: 9_90, SEK: 109_00, JPY: 1_580 } },
      ],
      addOns: [
        {
          kind: 'PRE_UPSELL',
          product: 'yoga',
          name: 'A year of yoga at home',
          description: 'Two hundred classes, from ten minutes to ninety.',
          prices: { EUR: [159_00, 99_00], SEK: [1_790_00, 1_090_00], JPY: [26_800, 16_800] },
        },
      ],
    },
    yoga: {
      name: 'Yoga at Home',
      products: ['yoga'],
      addOns: [
        {
          kind: 'ORDER_BUMP',
          product: 'recipes',
          name: 'Add Weekday Recipes',
          description: 'Forty dinners in thirty minutes.',
          prices: { EUR: 15_00, SEK: 169_00 },
        },
      ],
    },
    books: { name: 'The Breathing Book and Recipes', products: ['breathing', 'recipes'] },
    anatomy: {
      name: 'Massage Therapist Training',
      products: ['anatomy'],
      addOns: [
        {
          kind: 'ORDER_BUMP',
          product: 'magazine',
          name: 'Add six issues of Hyvä olo',
          description: 'For the waiting room of your practice.',
          prices: { EUR: 29_00, SEK: 329_00 },
        },
      ],
    },
    retreat: { name: 'Retreat Day', products: ['retreat'] },
    coaching: { name: 'One-to-One Coaching', products: ['coaching'] },
  },
  links: [
    link('calm-newsletter', 'Calm, newsletter', 'calm', 'newsletter', ['evergreen']),
    link('calm-webinar', 'Calm, after the webinar', 'calm', 'webinar', ['webinar', 'evergreen']),
    link('calm-podcast', 'Calm, podcast', 'calm', 'podcast', ['podcast-sponsor']),
    link('sleep-google', 'Sleep, search ads', 'sleep', 'google-ads', []),
    link('sleep-instagram', 'Sleep, Instagram', 'sleep', 'instagram', ['new-year']),
    link('package-black-friday', 'Package, Black Friday', 'wholePackage', 'newsletter', [
      'black-friday',
      'bundle',
    ]),
    link('package-evergreen', 'Package, all year', 'wholePackage', 'facebook', [
      'evergreen',
      'bundle',
    ]),
    link('yoga-youtube', 'Yoga, YouTube classes', 'yoga', 'youtube', ['new-year', 'membership']),
    link('yoga-summer', 'Yoga, summer campaign', 'yoga', 'instagram', ['summer-sale']),
    link('books-partner', 'Books, partner shop', 'books', 'partner', ['affiliate']),
    link('massage-training', 'Massage training', 'anatomy', null, ['back-to-school']),
    link('retreat-day', 'Retreat Day', 'retreat', 'facebook', ['spring-campaign']),
    link('coaching', 'Coaching', 'coaching', null, []),
  ],
  codes: [
    ...commonCodes,
    {
      code: 'MIDSUMMER30',
      description: 'A week around Midsummer',
      percentBp: 3000,
      validFromDay: -165,
      expiresDay: -140,
    },
    {
      code: 'WEBINAR40',
      description: 'For forty guests of the webinar',
      amounts: { EUR: 4000, SEK: 45_000 },
      onlyProducts: ['calm', 'calmGroup'],
      usageLimit: 40,
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
            introduction: 'Thank you. We are glad that you are here.',
            sellerName: 'Hyvinvointi Akatemia Oy',
            sellerAddress: 'Hämeenkatu 30\n33200 Tampere',
            sellerVatId: 'FI07654321',
            replyTo: 'asiakaspalvelu@example.com',
          },
        },
      ],
    },
    hook('Accounting', 'accounting'),
    hook('Invite to the calm community', 'community', { offer: 'calm' }),
    hook('Reserve a place in the group', 'groups', { product: 'calmGroup' }),
    hook('Open the yoga library', 'yoga-library', { product: 'yoga' }),
    hook('Book the coach', 'calendar', { product: 'coaching' }),
  ],
};
