import type { Random } from './random';

/** Agents and headers as these programs send them, collected apart from the tables that the rules read. */
export interface Client {
  userAgent: string;
  page: Record<string, string>;
  image: Record<string, string>;
}

const chromium = (version: number, brand: string, os: string): Omit<Client, 'userAgent'> => {
  const hints = {
    'sec-ch-ua': `"Not.A/Brand";v="24", "Chromium";v="${version}", "${brand}";v="${version}"`,
    'sec-ch-ua-mobile': os === 'Android' ? '?1' : '?0',
    'sec-ch-ua-platform': `"${os}"`,
  };
  return {
    page: {
      ...hints,
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
      'accept-language': 'en-GB,en;q=0.9',
      'upgrade-insecure-requests': '1',
      'sec-fetch-site': 'none',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-user': '?1',
      'sec-fetch-dest': 'document',
    },
    image: {
      ...hints,
      accept: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
      'accept-language': 'en-GB,en;q=0.9',
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'image',
    },
  };
};

const blink = (version: number, machine: string): string =>
  `Mozilla/5.0 (${machine}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0`;
const WINDOWS = 'Windows NT 10.0; Win64; x64';

export const chromeOnWindows = (random: Random): Client => {
  const version = random.int(136, 143);
  return {
    userAgent: `${blink(version, WINDOWS)} Safari/537.36`,
    ...chromium(version, 'Google Chrome', 'Windows'),
  };
};
export const edge = (random: Random): Client => {
  const version = random.int(138, 143);
  return {
    userAgent: `${blink(version, WINDOWS)} Safari/537.36 Edg/${version}.0.0.0`,
    ...chromium(version, 'Microsoft Edge', 'Windows'),
  };
};
export const chromeOnMac = (random: Random): Client => {
  const version = random.int(138, 143);
  return {
    userAgent: `${blink(version, 'Macintosh; Intel Mac OS X 10_15_7')} Safari/537.36`,
    ...chromium(version, 'Google Chrome', 'macOS'),
  };
};
export const chromeOnAndroid = (random: Random): Client => {
  const version = random.int(134, 143);
  return {
    userAgent: `${blink(version, 'Linux; Android 10; K')} Mobile Safari/537.36`,
    ...chromium(version, 'Google Chrome', 'Android'),
  };
};
/** The last Chrome that runs on Windows 7. */
export const chromeOnWindows7 = (): Client => ({
  userAgent: `${blink(109, 'Windows NT 6.1; Win64; x64')} Safari/537.36`,
  ...chromium(109, 'Google Chrome', 'Windows'),
});
export const newOutlook = (random: Random): Client => {
  const version = random.int(138, 143);
  return {
    userAgent: `${blink(version, WINDOWS)} Safari/537.36 Edg/${version}.0.0.0 OneOutlook/1.2026.${random.int(100, 999)}.300`,
    ...chromium(version, 'Microsoft Edge', 'Windows'),
  };
};
export const androidWebView = (random: Random): Client => {
  const version = random.int(130, 143);
  return {
    userAgent: `Mozilla/5.0 (Linux; Android ${random.int(12, 16)}; SM-S921B Build/AP3A.240905.015; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/${version}.0.7151.61 Mobile Safari/537.36`,
    ...chromium(version, 'Android WebView', 'Android'),
  };
};

export const firefox = (random: Random): Client => ({
  userAgent: `Mozilla/5.0 (X11; Linux x86_64; rv:${random.int(140, 145)}.0) Gecko/20100101 Firefox/${random.int(140, 145)}.0`,
  page: {
    accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    'accept-language': 'de,en-US;q=0.7,en;q=0.3',
    'sec-fetch-dest': 'document',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-site': 'none',
  },
  image: {
    accept: 'image/avif,image/webp,*/*',
    'accept-language': 'de,en-US;q=0.7,en;q=0.3',
    'sec-fetch-dest': 'image',
    'sec-fetch-mode': 'no-cors',
    'sec-fetch-site': 'cross-site',
  },
});

const webkit = { accept: 'image/webp,image/avif,image/png,*/*;q=0.8', 'accept-language': 'en-GB,en;q=0.9' };
export const safariOnIphone = (random: Random): Client => ({
  userAgent: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_${random.int(0, 6)} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.${random.int(0, 6)} Mobile/15E148 Safari/604.1`,
  page: { ...webkit, 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' },
  image: { ...webkit, 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' },
});
export const safariOnMac = (): Client => ({
  userAgent:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  page: { ...webkit, 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' },
  image: { ...webkit, 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' },
});

const mailProgram = (userAgent: string, image: Record<string, string> = {}): Client => ({
  userAgent,
  page: image,
  image,
});
export const outlookClassic = (random: Random): Client =>
  mailProgram(
    random.chance(0.5)
      ? 'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E; Microsoft Outlook 16.0.17928; ms-office; MSOffice 16)'
      : 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
    { accept: '*/*' },
  );
export const outlookMac = (): Client =>
  mailProgram('MacOutlook/16.89.24091630 (Intelx64 Mac OS X Version 14.6.1 (Build 23G93))', {
    accept: '*/*',
  });
export const outlookIos = (): Client =>
  mailProgram('Outlook-iOS/723.4063041.prod.iphone (4.2437.0)', { accept: 'image/*' });
export const thunderbird = (): Client =>
  mailProgram('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Thunderbird/128.12.0', {
    accept: 'image/avif,image/webp,*/*',
    'accept-language': 'en-US,en;q=0.5',
  });
export const appleMailOnMac = (): Client =>
  mailProgram(
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
    webkit,
  );
export const appleMailOnIphone = (): Client =>
  mailProgram(
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    webkit,
  );
export const gmailProxy = (): Client =>
  mailProgram('Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)');
export const yahooProxy = (): Client =>
  mailProgram('YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html');
/** What Apple Mail's privacy protection fetches with. */
export const applePrivacy = (): Client => mailProgram('Mozilla/5.0', { accept: '*/*' });
/** Outlook's own image fetcher has the same stripped string as Apple Mail. */
export const outlookImageFetcher = (): Client => appleMailOnMac();

/** A browser whose owner, or whose company's proxy, takes out what can be taken out. */
export const stripped = ({ userAgent }: Client): Client => ({ userAgent, page: {}, image: {} });
/** A program that only says it is a browser. */
export const pretended = (random: Random): Client =>
  stripped(random.pick([chromeOnWindows, edge, chromeOnMac])(random));
/** A real browser that a program drives. */
export const driven = (random: Random): Client => random.pick([chromeOnWindows, edge, chromeOnMac])(random);
