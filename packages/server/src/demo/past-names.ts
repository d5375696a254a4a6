/** Where the people of the demo's past live and what they are called there. All invented. */
export type Country = {
  readonly code: string;
  /** How often, against the others. */
  readonly weight: number;
  readonly currency: 'EUR' | 'SEK' | 'JPY';
  readonly language: string;
  readonly firstNames: string;
  readonly lastNames: string;
  readonly streets: string;
  /** City and postal code, parted by a colon. */
  readonly cities: string;
  readonly phone: string;
  readonly regions?: string;
};

/** Lists are parted by `|`; a name not in Latin letters is followed by its Latin form after `=`. */
export const countries: readonly Country[] = [
  {
    code: 'FI',
    weight: 66,
    currency: 'EUR',
    language: 'fi',
    firstNames:
      'Aino|Anna|Hanna|Helena|Inka|Johanna|Kaisa|Katri|Laura|Leena|Maija|Marjatta|Minna|Niina|Outi|Päivi|Pirjo|Riikka|Saara|Sanna|Satu|Sini|Sirkka|Tiina|Tuulikki|Ulla|Venla|Virpi|Antti|Heikki|Jari|Juhani|Jyrki|Kalle|Lauri|Matti|Mikko|Olli|Pekka|Petri|Sami|Tapio|Teemu|Timo|Väinö|Anna-Maija|Eeva-Liisa|Jukka-Pekka',
    lastNames:
      'Korhonen|Virtanen|Mäkinen|Nieminen|Mäkelä|Hämäläinen|Laine|Heikkinen|Koskinen|Järvinen|Lehtonen|Lehtinen|Saarinen|Salminen|Heinonen|Niemi|Heikkilä|Kinnunen|Salonen|Turunen|Salo|Laitinen|Tuominen|Rantanen|Karjalainen|Jokinen|Mattila|Savolainen|Lahtinen|Ahonen|Åberg|Öhman|Sjöblom|Väänänen|Pöyhönen|Särkkä|Yli-Ojanperä|af Ursin',
    streets: 'Kirkkokatu|Rantatie|Mäkitie|Koulukatu|Puistotie|Hämeenkatu|Pihlajapolku|Satamakatu',
    cities:
      'Helsinki:00530|Espoo:02100|Tampere:33200|Turku:20100|Oulu:90100|Jyväskylä:40100|Kuopio:70100|Vaasa:65100|Porvoo:06100|Rovaniemi:96200',
    phone: '+358 40 ',
  },
  {
    code: 'SE',
    weight: 13,
    currency: 'SEK',
    language: 'sv',
    firstNames:
      'Åsa|Anna|Birgitta|Elin|Emma|Eva|Ingrid|Karin|Kristina|Lena|Linnéa|Malin|Maria|Märta|Sara|Anders|Björn|Erik|Göran|Gustav|Johan|Lars|Magnus|Mattias|Olle|Sven',
    lastNames:
      'Andersson|Johansson|Karlsson|Nilsson|Eriksson|Larsson|Olsson|Persson|Svensson|Gustafsson|Lindström|Lindqvist|Sjögren|Åkesson|Öberg|Björklund|Hägglund|af Klint',
    streets: 'Storgatan|Kungsgatan|Skolgatan|Björkvägen|Sjövägen|Drottninggatan',
    cities:
      'Stockholm:114 34|Göteborg:411 05|Malmö:211 22|Uppsala:753 10|Umeå:903 25|Örebro:702 11',
    phone: '+46 70 ',
  },
  {
    code: 'JP',
    weight: 6,
    currency: 'JPY',
    language: 'ja',
    firstNames:
      '花子=hanako|陽菜=hina|結衣=yui|さくら=sakura|美咲=misaki|智子=tomoko|翔太=shota|大輔=daisuke|健一=kenichi|直樹=naoki|Yuki|Emi|Haruto|Ken',
    lastNames:
      '佐藤=sato|鈴木=suzuki|高橋=takahashi|田中=tanaka|伊藤=ito|渡辺=watanabe|山本=yamamoto|中村=nakamura|Kobayashi|Yoshida|Ōta|Inoue',
    streets: '千代田|北沢|本町|Shimokitazawa|Nakameguro',
    cities: '東京:100-0001|大阪:530-0001|京都:600-8001|Yokohama:220-0011|Sapporo:060-0001',
    phone: '+81 90 ',
  },
  {
    code: 'EE',
    weight: 5,
    currency: 'EUR',
    language: 'et',
    firstNames:
      'Kadri|Liis|Maarja|Piret|Triin|Tiiu|Õnne|Ülle|Kersti|Andres|Jaan|Märt|Priit|Rein|Tõnis|Ülo',
    lastNames:
      'Tamm|Saar|Sepp|Mägi|Kask|Kukk|Rebane|Ilves|Pärn|Koppel|Luik|Õunapuu|Põder|Järv|Kõiv|Oja',
    streets: 'Pikk|Lai|Kooli|Pärnu maantee|Aia|Mere puiestee',
    cities: 'Tallinn:10111|Tartu:51003|Pärnu:80010|Viljandi:71004|Haapsalu:90502',
    phone: '+372 5',
  },
  {
    code: 'DE',
    weight: 4,
    currency: 'EUR',
    language: 'de',
    firstNames:
      'Anke|Birgit|Claudia|Heike|Jürgen|Katrin|Käthe|Lukas|Matthias|Nadine|Petra|Sabine|Thomas|Uwe|Jörg',
    lastNames:
      'Müller|Schmidt|Schneider|Fischer|Weber|Groß|Schäfer|Köhler|König|Krüger|Weiß|Jäger|von Bülow',
    streets: 'Hauptstraße|Schulstraße|Gartenweg|Lindenallee|Bahnhofstraße',
    cities: 'Berlin:10115|Hamburg:20095|München:80331|Köln:50667|Leipzig:04109',
    phone: '+49 151 ',
  },
  {
    code: 'US',
    weight: 2,
    currency: 'EUR',
    language: 'en',
    firstNames: 'Amy|Caitlin|Deborah|Emily|Grace|James|Michael|Sean|Shauna|Ruth|De’Andre',
    lastNames: "O'Connor|D'Angelo|Smith|Johnson|Miller|Nguyen|Garcia|Makela|Heikkila|Washington",
    streets: 'Main Street|Oak Avenue|Maple Drive|Sunset Boulevard',
    cities: 'Duluth:55802|Hancock:49930|Portland:97205|Brooklyn:11201|San Diego:92101',
    phone: '+1 555 01',
    regions: 'Minnesota|Michigan|Oregon|New York|California',
  },
  {
    code: 'NO',
    weight: 1.5,
    currency: 'EUR',
    language: 'no',
    firstNames: 'Bjørg|Eirik|Hilde|Ingvild|Kåre|Liv|Øyvind|Solveig|Tor',
    lastNames: 'Hansen|Johansen|Olsen|Bråten|Sørensen|Ødegård|Haugen|Strøm',
    streets: 'Storgata|Kirkeveien|Skolegata|Fjordgata',
    cities: 'Oslo:0150|Bergen:5003|Trondheim:7010|Tromsø:9008',
    phone: '+47 9',
  },
  {
    code: 'GB',
    weight: 1.2,
    currency: 'EUR',
    language: 'en',
    firstNames: 'Alison|Fiona|Gareth|Hazel|Moira|Nigel|Siân|Zoë',
    lastNames: "O'Neill|Brown|Davies|MacLeod|Taylor|Fitz-Gerald|Wright",
    streets: 'High Street|Church Lane|Station Road',
    cities: 'London:N1 9GU|Edinburgh:EH1 1BB|Cardiff:CF10 1EP|Leeds:LS1 4AP',
    phone: '+44 7700 9',
  },
  {
    code: 'FR',
    weight: 0.8,
    currency: 'EUR',
    language: 'fr',
    firstNames: 'Agnès|Chloé|Élodie|François|Hélène|Noémie|Jean-Luc',
    lastNames: "Lefèvre|D'Arcy|Martin|Moreau|Besançon|de la Tour",
    streets: 'rue de la Paix|avenue des Tilleuls|chemin du Lac',
    cities: 'Paris:75011|Lyon:69002|Nantes:44000',
    phone: '+33 6 ',
  },
  {
    code: 'ES',
    weight: 0.7,
    currency: 'EUR',
    language: 'es',
    firstNames: 'Begoña|Íñigo|José|Lucía|Nuria|Pirkko|Seppo',
    lastNames: 'Ibáñez|Muñoz|García|Núñez|Lahti|Rinne',
    streets: 'Calle Mayor|Avenida del Sol|Plaza Nueva',
    cities: 'Fuengirola:29640|Madrid:28013|Sevilla:41001',
    phone: '+34 6',
  },
];
