/**
 * Who asks, by the User-Agent header: one line per program, first match wins. `example` is held against its line by a
 * test. What is not listed is judged by its form (`read-agent.ts`), so that a new browser needs no line.
 */
export type AgentKind =
  /** Shows mail to a person. */
  | 'mail-program'
  | 'browser'
  /** Fetches for a reader, when the reader opens the mail, and hides the reader's address. */
  | 'image-proxy'
  /** Fetches everything, read or not. */
  | 'preloader'
  | 'link-preview'
  | 'scanner'
  | 'headless'
  | 'library'
  | 'bot'
  /** Says neither that it is a browser nor that it is a mail program. */
  | 'unnamed'
  | 'empty';

export interface AgentLine {
  family: string;
  kind: AgentKind;
  pattern: RegExp;
  /** As a reader is told; absent = the family. */
  name?: string;
  example: string;
}

// prettier-ignore
export const AGENTS: readonly AgentLine[] = [
  // --- proxies of mail services --------------------------------------------------------------------------------
  { family: 'gmail-proxy', kind: 'image-proxy', name: 'Gmail image proxy', pattern: /GoogleImageProxy/i, example: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)' },
  { family: 'yahoo-proxy', kind: 'image-proxy', name: 'Yahoo mail proxy', pattern: /YahooMailProxy/i, example: 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html' },
  { family: 'seznam-proxy', kind: 'image-proxy', name: 'Seznam mail proxy', pattern: /SeznamEmailProxy/i, example: 'Mozilla/5.0 SeznamEmailProxy/2.0.174' },
  { family: 'mailru-proxy', kind: 'image-proxy', name: 'Mail.ru image proxy', pattern: /mail\.?ru.?image.?proxy/i, example: 'Mozilla/5.0 (compatible; MailRuImageProxy)' },
  { family: 'other-mail-proxy', kind: 'image-proxy', name: 'a mail service’s image proxy', pattern: /(?:e-?mail|image|img)-?proxy/i, example: 'ExampleMailProxy/1.0' },
  { family: 'apple-mpp', kind: 'preloader', name: 'Apple Mail Privacy Protection', pattern: /^Mozilla\/5\.0$/, example: 'Mozilla/5.0' },
  { family: 'gmail-preload', kind: 'preloader', name: 'Gmail’s check at delivery', pattern: /Edge\/12\.246 Mozilla\/5\.0$/, example: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0' },

  // --- previews in chat and office programs --------------------------------------------------------------------
  { family: 'teams-preview', kind: 'link-preview', name: 'Teams or Skype link preview', pattern: /SkypeUriPreview|Microsoft Teams.*Preview/i, example: 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com' },
  { family: 'office-probe', kind: 'link-preview', name: 'Office, looking whether the link exists', pattern: /Microsoft Office (?:Existence|Protocol) Discovery|WebDAV-MiniRedir/i, example: 'Microsoft Office Existence Discovery' },
  { family: 'outlook-preview', kind: 'link-preview', name: 'Bing or Outlook link preview', pattern: /BingPreview|OutlookLinkPreview/i, example: 'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b' },
  { family: 'slack-preview', kind: 'link-preview', name: 'Slack link preview', pattern: /Slackbot|Slack-ImgProxy/i, example: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
  { family: 'imessage-preview', kind: 'link-preview', name: 'iMessage or Facebook link preview', pattern: /facebookexternalhit|Facebot|facebookcatalog|meta-external/i, example: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' },
  { family: 'whatsapp-preview', kind: 'link-preview', name: 'WhatsApp link preview', pattern: /^WhatsApp\//i, example: 'WhatsApp/2.23.20.0' },
  { family: 'telegram-preview', kind: 'link-preview', name: 'Telegram link preview', pattern: /TelegramBot/i, example: 'TelegramBot (like TwitterBot)' },
  { family: 'discord-preview', kind: 'link-preview', name: 'Discord link preview', pattern: /Discordbot/i, example: 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)' },
  { family: 'linkedin-preview', kind: 'link-preview', name: 'LinkedIn link preview', pattern: /LinkedInBot/i, example: 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)' },
  { family: 'twitter-preview', kind: 'link-preview', name: 'X link preview', pattern: /Twitterbot/i, example: 'Twitterbot/1.0' },
  { family: 'mattermost-preview', kind: 'link-preview', name: 'Mattermost link preview', pattern: /Mattermost-Bot/i, example: 'Mattermost-Bot/1.1' },
  { family: 'zoom-preview', kind: 'link-preview', name: 'Zoom link preview', pattern: /^Zoom(?:\b|bot)/i, example: 'Zoom Marketplace/1.0a' },
  { family: 'other-preview', kind: 'link-preview', name: 'a link preview', pattern: /preview|unfurl|embedly|iframely|onebox|link ?expand|richlink/i, example: 'Mozilla/5.0 (compatible; SnapURLPreview/1.0; +https://www.snapchat.com)' },

  // --- security gateways that say who they are -----------------------------------------------------------------
  { family: 'proofpoint', kind: 'scanner', name: 'Proofpoint', pattern: /proofpoint|urldefense/i, example: 'Mozilla/5.0 (compatible; Proofpoint URL Defense)' },
  { family: 'mimecast', kind: 'scanner', name: 'Mimecast', pattern: /mimecast/i, example: 'Mozilla/5.0 (compatible; Mimecast-URL-Protect)' },
  { family: 'barracuda', kind: 'scanner', name: 'Barracuda', pattern: /barracuda/i, example: 'Mozilla/5.0 (compatible; BarracudaCentral)' },
  { family: 'defender', kind: 'scanner', name: 'Microsoft Defender Safe Links', pattern: /safelinks|MSOffice365Scan|O365-?ATP|Microsoft-?Defender/i, example: 'Mozilla/5.0 (compatible; SafeLinks)' },
  { family: 'cisco', kind: 'scanner', name: 'Cisco Secure Email', pattern: /ironport|cisco-?(?:talos|umbrella|secure)/i, example: 'Cisco-Talos/1.0' },
  { family: 'symantec', kind: 'scanner', name: 'Symantec Email Security', pattern: /symantec|messagelabs/i, example: 'Symantec Click-time Protection' },
  { family: 'trendmicro', kind: 'scanner', name: 'Trend Micro', pattern: /trend ?micro/i, example: 'Mozilla/5.0 (compatible; TrendMicro)' },
  { family: 'fireeye', kind: 'scanner', name: 'Trellix or FireEye', pattern: /fireeye|trellix/i, example: 'FireEye URL Analysis' },
  { family: 'clamav', kind: 'scanner', name: 'ClamAV', pattern: /clamav/i, example: 'ClamAV 0.95.3' },
  { family: 'zscaler', kind: 'scanner', name: 'Zscaler', pattern: /zscaler/i, example: 'Zscaler/6.0' },
  { family: 'other-antivirus', kind: 'scanner', name: 'a virus scanner', pattern: /sophos|avira|kaspersky|bitdefender|f-secure|virustotal|urlscan|acunetix|nessus|nikto|watchtowr|burpcollab/i, example: 'Mozilla/5.0 (compatible; urlscan.io)' },

  // --- browsers without a person -------------------------------------------------------------------------------
  { family: 'headless-chrome', kind: 'headless', name: 'a browser without a screen', pattern: /HeadlessChrome|PhantomJS|SlimerJS|HtmlUnit|Puppeteer|Playwright|Selenium|Cypress\//i, example: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/119.0.0.0 Safari/537.36' },
  { family: 'lighthouse', kind: 'headless', name: 'a page speed test', pattern: /Lighthouse|Page ?Speed|GTmetrix|WebPageTest/i, example: 'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/61.0.3116.0 Mobile Safari/537.36 Chrome-Lighthouse' },

  // --- mail programs -------------------------------------------------------------------------------------------
  { family: 'outlook-windows', kind: 'mail-program', name: 'Outlook for Windows', pattern: /ms-office|MSOffice \d|Microsoft Outlook|Microsoft Office\/\d|Office Outlook/i, example: 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)' },
  { family: 'outlook-express', kind: 'mail-program', name: 'Windows Live Mail', pattern: /Outlook-Express\//i, example: 'Outlook-Express/7.0 (MSIE 7.0; Windows NT 5.1; Trident/4.0; TmstmpExt)' },
  { family: 'outlook-mac', kind: 'mail-program', name: 'Outlook for Mac', pattern: /MacOutlook\//i, example: 'MacOutlook/15.27.0.161010 (Intelx64 Mac OS X Version 10.11.6 (Build 15G1108))' },
  { family: 'outlook-mobile', kind: 'mail-program', name: 'Outlook on a phone', pattern: /Outlook-(?:iOS|Android)/i, example: 'Outlook-iOS/709.2189947.prod.iphone (3.24.0)' },
  { family: 'thunderbird', kind: 'mail-program', name: 'Thunderbird', pattern: /Thunderbird\/\d/i, example: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0' },
  { family: 'postbox', kind: 'mail-program', name: 'Postbox', pattern: /Postbox\/\d/i, example: 'Mozilla/5.0 (Windows NT 6.2; WOW64; rv:7.0.1) Gecko/20151105 Postbox/4.0.8' },
  { family: 'barca', kind: 'mail-program', name: 'Barca', pattern: /^Barca(?:Pro)?\/\d/i, example: 'BarcaPro/1.4.12' },
  { family: 'notes', kind: 'mail-program', name: 'HCL Notes', pattern: /Lotus-Notes\/|(?:IBM|HCL) Notes/i, example: 'Mozilla/4.0 (compatible; Lotus-Notes/6.0; Windows-NT)' },
  { family: 'airmail', kind: 'mail-program', name: 'Airmail', pattern: /\bAirmail\b/i, example: 'Airmail 1.0 rv:148 (Macintosh; Mac OS X 10.8.3; en_US)' },
  { family: 'other-mail-program', kind: 'mail-program', name: 'a mail program', pattern: /\b(?:eM ?Client|The Bat!|Evolution|KMail|Kontact|Geary|Sylpheed|Claws ?Mail|Mailbird|MailMate|Spark(?:Desktop)?|BlueMail|K-9|FairEmail|PocoMail|IncrediMail|Eudora|Zimbra|AppleMail|SamsungEmail|Mail)\/[\dv]/i, example: 'eM Client/9.2.2054' },
  { family: 'apple-mail', kind: 'mail-program', name: 'Apple Mail', pattern: /^Mozilla\/5\.0 \((?:Macintosh|iPhone|iPad)[^)]*\) AppleWebKit\/[\d.]+ \(KHTML, like Gecko\)(?: Mobile\/\w+)?$/, example: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)' },
  { family: 'android-mail', kind: 'mail-program', name: 'a mail program on Android', pattern: /^Dalvik\//, example: 'Dalvik/2.1.0 (Linux; U; Android 5.1.1; KFSUWI Build/LVY48F)' },

  // --- text browsers look like libraries -----------------------------------------------------------------------
  { family: 'text-browser', kind: 'browser', name: 'a text browser', pattern: /^(?:Lynx|Links|ELinks|w3m)\b/i, example: 'Lynx/2.8.5rel.1 libwww-FM/2.15FC SSL-MM/1.4.1c' },

  // --- programming libraries -----------------------------------------------------------------------------------
  { family: 'curl', kind: 'library', name: 'curl or wget', pattern: /^(?:curl|wget|libcurl)\b/i, example: 'curl/7.54.0' },
  { family: 'python', kind: 'library', name: 'a Python program', pattern: /\bpython|aiohttp|httpx|scrapy/i, example: 'python-requests/2.32.3' },
  { family: 'java', kind: 'library', name: 'a Java program', pattern: /\bJava\/\d|okhttp|Apache-HttpClient|Jakarta|httpunit/i, example: 'okhttp/4.12.0' },
  { family: 'node', kind: 'library', name: 'a JavaScript program', pattern: /^(?:node\b|undici|axios\/|got\b|superagent)|node-fetch/i, example: 'axios/1.7.2' },
  { family: 'go', kind: 'library', name: 'a Go program', pattern: /Go-http-client|fasthttp|\bcolly\b/i, example: 'Go-http-client/2.0' },
  { family: 'other-library', kind: 'library', name: 'a program, not a browser', pattern: /libwww|lwp::|\bperl\b|\bruby\b|http\.rb|guzzle|\bphp\/|winhttp|powershell|postman|insomnia|HttpAgent|http-?client|Microsoft URL Control/i, example: 'Microsoft URL Control - 6.00.8862' },

  // --- everything that calls itself a robot --------------------------------------------------------------------
  // The lookbehind keeps the telephones of the brand Cubot people's.
  { family: 'bot', kind: 'bot', name: 'a robot', pattern: /(?<!\bcu)bot(?![ht])|crawl|spider|slurp|scrap(?:er|ing)|harvest|archiv(?:er|ing)|web-archiv/i, example: 'Mozilla/5.0 (compatible; MJ12bot/v1.2.3; http://www.majestic12.co.uk/bot.php?+)' },
  { family: 'monitor', kind: 'bot', name: 'a monitoring service', pattern: /monitor|uptime|pingdom|statuscake|check_http|health-?check|kube-probe|nagios|updown\.io|xymon|munin/i, example: 'Uptime-Kuma/1.23.15' },
  { family: 'checker', kind: 'bot', name: 'a link or page checker', pattern: /link-?check|checklink|checker|validator|scann(?:er|ing)|analy[sz]er|measurement|survey|observatory/i, example: 'LinkCheck by Siteimprove' },
  { family: 'fetcher', kind: 'bot', name: 'a feed reader or fetcher', pattern: /fetch|feed(?!ly app)|grabber|parser|newsblur|\brss\b/i, example: 'Feedbin feed-id:2005098 - 2 subscribers' },
];
