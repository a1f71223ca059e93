/**
 * Which last labels make a word a host. The public suffix list (300 kB) does not fit the launch file; this is
 * every country code and the generic domains that mail shows, plus those reserved for examples (RFC 2606). A host under a rarer one is still known for what it is where it has a scheme, `www.` or
 * is the very host the link leads to (`visible-url.ts`).
 */
/** First letter, then the second letters it goes with. */
const COUNTRIES =
  'acdefgilmoqrstuwxz babdefghijmnorstvwyz cacdfghiklmnoruvwxyz dejkmoz ecegrstu fijkmor ' +
  'gabdefghilmnpqrstuwy hkmnrtu idelmnoqrst jemop keghimnprwyz labcikrstuvy macdeghklmnopqrstuvwxyz ' +
  'nacefgilopruz om paefghklmnrstwy qa reosuw sabcdeghijklmnorstuvxyz tcdfghjklmnortvwz uagksyz ' +
  'vaceginu wfs yet zmw';

const GENERIC =
  'com org net edu gov mil int info biz name pro mobi jobs travel museum coop aero asia cat tel ' +
  'post arpa xxx app dev page blog cloud online site website web store shop tech xyz top club live ' +
  'life world news media agency digital design studio group company business consulting services ' +
  'solutions systems software network email support team work works zone space link click one today ' +
  'guru expert academy education school university training center community foundation ' +
  'international global partners ventures capital finance financial money bank insurance legal law ' +
  'lawyer tax accountants gmbh ltd llc inc kitchen house homes estate properties realty city town ' +
  'country berlin hamburg koeln wien paris london nyc tokyo africa bayern ruhr saarland swiss eus ' +
  'gal bzh scot wales amsterdam brussels vlaanderen istanbul moscow quebec vegas miami boston ' +
  'sydney melbourne energy solar green eco bio health care clinic dental doctor hospital fitness ' +
  'yoga fit food restaurant cafe bar pizza coffee wine beer hotel holiday tours vacations flights ' +
  'auto cars bike taxi photo photos photography pics gallery art music band audio video film movie ' +
  'games game play fun fan fans chat social dating love wedding baby kids family pet dog fashion ' +
  'clothing shoes jewelry watch diamonds style beauty hair salon events show tickets party gifts ' +
  'sale deals discount bargains promo marketing press engineering construction build builders tools ' +
  'industries supply parts equipment repair farm garden flowers land earth science computer hosting ' +
  'domains host codes technology data zip mov foo day new how moe ninja rocks lol wtf cool best ' +
  'plus vip win bid trade market markets exchange fund loan credit cash gold directory wiki review ' +
  'reviews report guide tips careers career management limited enterprises holdings associates ceo ' +
  'ngo ong charity church faith bible google youtube microsoft azure office amazon aws apple bmw ' +
  'audi gle goog';

const RESERVED = 'example test';

const KNOWN = new Set<string>((GENERIC + ' ' + RESERVED).split(' '));
for (const group of COUNTRIES.split(' ')) {
  for (const second of Array.from(group.slice(1))) KNOWN.add(group.charAt(0) + second);
}

/** `label` in lower case. */
export const isTopLevel = (label: string): boolean => KNOWN.has(label) || label.startsWith('xn--');
