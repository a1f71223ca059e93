import type { Random } from '../../src/sandbox/simulated/random';

const under =
  (prefix: string) =>
  (random: Random): string => {
    const parts = prefix.split('.').filter((part) => part !== '');
    while (parts.length < 4) parts.push(String(random.int(1, 254)));
    return parts.join('.');
  };

/** Lines of private homes, small offices and telephones. */
const HOMES = [
  '73.',
  '81.2',
  '82.69',
  '86.4',
  '91.64',
  '92.40',
  '109.150',
  '176.26',
  '188.174',
  '24.16',
  '67.180',
  '99.88',
].map(under);
export const aHome = (random: Random): string => random.pick(HOMES)(random);
const OFFICES = ['194.25.', '62.153', '212.58', '193.34', '80.153', '217.6'].map(under);
export const anOffice = (random: Random): string => random.pick(OFFICES)(random);
const CARRIERS = ['46.114', '80.187', '92.77', '148.252', '172.58', '107.77'].map(under);
export const aCarrier = (random: Random): string => random.pick(CARRIERS)(random);

export const zscaler = (random: Random): string =>
  random.pick(['165.225.80', '147.161.166', '136.226.50'].map(under))(random);
export const privateRelay = (random: Random): string =>
  random.pick(['104.28.40', '172.225.91', '146.75.180', '140.248.30'].map(under))(random);
export const warp = under('104.28.90');
export const azure = (random: Random): string =>
  random.pick(['20.93', '40.114', '51.105', '4.180', '52.169', '98.71'].map(under))(random);
export const amazon = (random: Random): string =>
  random.pick(['54.77', '3.250', '34.240', '63.35', '52.18', '99.80'].map(under))(random);
export const smallHosts = (random: Random): string =>
  random.pick(['95.216', '167.99', '51.38', '185.199.110'].map(under))(random);
/** The proxies of mail services. */
export const gmailImages = (random: Random): string =>
  random.pick(['66.249.93', '66.102.9', '74.125.210', '72.14.199'].map(under))(random);
export const yahooImages = under('87.248.114');
export const exchangeOnline = (random: Random): string =>
  random.pick(['52.97.200', '40.101.81', '40.97.156'].map(under))(random);

/** Gateways: some of their machines stand in networks that are known as theirs, others in rented ones. */
export const defender = (random: Random): string =>
  random.pick(['104.47.73', '40.107.22', '52.101.70', '40.94.34'].map(under))(random);
export const proofpoint = (random: Random): string =>
  random.pick(['67.231.152', '148.163.148', '205.220.178', '185.132.181'].map(under))(random);
export const mimecast = (random: Random): string =>
  random.pick(['195.130.217', '207.211.31', '146.101.78', '51.163.158'].map(under))(random);
export const barracuda = (random: Random): string =>
  random.pick(['209.222.82', '64.235.154'].map(under))(random);
export const symantec = under('67.219.246');
export const trendMicro = under('150.70.178');
export const ironport = (random: Random): string =>
  random.pick(['68.232.137', '216.71.150'].map(under))(random);
export const googleScanner = under('66.249.91');
export const facebook = under('31.13.103');
export const microsoftChat = under('52.114.75');
