/**
 * Which last labels make a word a host. The public suffix list (300 kB) does not fit the launch file; this is
 * every country code and the generic domains that mail shows, those reserved for examples (RFC 2606). A host under a rarer one is still known for what it is where it has a scheme, `www.` or
 * is the very host the link leads to (`visible-url.ts`).
 */
/** First letter, then the second letters it goes with. */
const COUNTRIES =
  'acdefgilmoqrstuwxz babdefghijmnorstvwyz cacdfghiklmnoruvwxyz dejkmoz ecegrstu fijkmor ' +
  'gabdefghilmnpqrstuwy hkmnrtu idelmnoqrst jemop keghimnprwyz labcikrstuvy macdeghklmnopqrstuvwxyz ' +
  'nacefgilopruz om paefghklmnrstwy qa reosuw sabcdeghijklmnorstuvxyz tcdfghjklmnortvwz uagksyz ' +
  'vaceginu wfs yet zmw';

const GENERIC =
  'com org net edu gov mil int info biz name pro mobi app dev page blog ' +
  'cloud online site website web store shop tech xyz top club live life world news media agency digital ' +
  'design studio group company business consulting services solutions systems software network email ' +
  'support team work zone space link click one today expert academy education school center global ' +
  'international partners ventures capital finance bank insurance legal law tax gmbh ltd llc inc house ' +
  'estate properties city berlin wien paris london africa swiss ' +
  'energy solar green eco bio health care clinic fitness food restaurant cafe bar coffee ' +
  'wine hotel travel tours photo photography gallery art music video film games game play fun social ' +
  'events show gifts sale deals marketing press engineering tools science ' +
  'hosting technology new now plus market ' +
  'review report guide tips careers';

const RESERVED = 'example test';

const KNOWN = new Set<string>((GENERIC + ' ' + RESERVED).split(' '));
for (const group of COUNTRIES.split(' ')) {
  for (const second of Array.from(group.slice(1))) KNOWN.add(group.charAt(0) + second);
}

/** `label` in lower case. */
export const isTopLevel = (label: string): boolean => KNOWN.has(label) || label.startsWith('xn--');
