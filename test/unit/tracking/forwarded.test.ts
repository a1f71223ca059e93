import { possiblyForwarded, type NamedLook } from '../../../src/server/tracking/forwarded';

const look = (more: Partial<NamedLook['features']> = {}, source = 'office', epoch = 1): NamedLook => ({
  features: {
    agent: 'mail-program',
    family: 'outlook-windows',
    platform: 'windows',
    network: 'other',
    ...more,
  },
  source,
  epoch,
});
const mac = { agent: 'browser', family: 'safari', platform: 'mac' } as const;

describe('possibly forwarded', () => {
  test('is said of different programs and machines on unrelated networks', () => {
    expect(possiblyForwarded([look(), look(), look(mac, 'elsewhere')])).toBe(true);
  });

  test.each<[string, NamedLook]>([
    ['the same network', look(mac)],
    ['the same program', look({ platform: 'mac' }, 'elsewhere')],
    ['the same kind of machine', look({ ...mac, platform: 'windows' }, 'elsewhere')],
    ['a phone, which goes from network to network', look({ ...mac, platform: 'ios' }, 'elsewhere')],
    ['a proxy', look({ ...mac, agent: 'image-proxy' }, 'elsewhere')],
    ['a relay', look({ ...mac, network: 'relay' }, 'elsewhere')],
    ['a cloud', look({ ...mac, network: 'hosting' }, 'elsewhere')],
    ['a mail service', look({ ...mac, network: 'mail-service' }, 'elsewhere')],
    ['a hash under another key, which cannot be compared', look(mac, 'elsewhere', 2)],
  ])('is not said of %s', (_name, other) => {
    expect(possiblyForwarded([look(), other])).toBe(false);
  });

  test('is not said of one look, or of none', () => {
    expect(possiblyForwarded([look()])).toBe(false);
    expect(possiblyForwarded([])).toBe(false);
  });
});
