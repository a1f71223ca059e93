import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { makeManifest } from '../../../../src/core/manifest';
import { describeWithShared, sharedPath } from '../../../fixtures/shared';

const VALIDATE = resolve(__dirname, '../../../fixtures/validate-xsd.mjs');

/** What the schema says about each document: null, or its problem. */
function validate(...documents: string[]): unknown {
  const schema = sharedPath('xsd', 'OfficeAppManifestV1_1.xsd');
  return JSON.parse(
    execFileSync(process.execPath, [VALIDATE, schema], {
      input: JSON.stringify(documents),
      encoding: 'utf8',
    }),
  );
}

describeWithShared('the manifest against the schema of Office manifests', () => {
  const xml = makeManifest({ baseUrl: 'https://mail.example.com', trackingUrl: 'https://t.example.net' });

  test('is valid', () => {
    expect(validate(xml, makeManifest({ baseUrl: 'http://localhost:4000', name: 'A & B' }))).toEqual([
      null,
      null,
    ]);
  });

  test('is not valid with an unknown send mode, permission or element', () => {
    expect(
      validate(
        xml.replace('SendMode="PromptUser"', 'SendMode="Prompt"'),
        xml.replace('<Permissions>ReadWriteItem<', '<Permissions>Everything<'),
        xml.replace(/SupportsSharedFolders/g, 'SupportsPhones'),
      ),
    ).toEqual([
      expect.stringContaining('SendMode'),
      expect.stringContaining('Permissions'),
      expect.stringContaining('SupportsPhones'),
    ]);
  });
});
