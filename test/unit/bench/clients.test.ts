import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { clientsPage } from '../../bench/clients/page';
import { readBodies } from '../../bench/embed/bodies';
import { describeWithShared } from '../../fixtures/shared';

describeWithShared('docs/clients.md', () => {
  test('holds the figures that npm run bench -- clients --write gives now', () => {
    const page = readFileSync(resolve(__dirname, '../../../docs/clients.md'), 'utf8');
    expect(page).toBe(clientsPage(readBodies().bodies));
  });
});
