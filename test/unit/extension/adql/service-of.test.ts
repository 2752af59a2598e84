import { describe, expect, it } from 'vitest';
import { namingService, serviceLine, serviceOf } from '../../../../src/extension/adql/service-of';
import { archiveServices } from '../../../../src/extension/searches/archive-services';

const { tap } = archiveServices({
  mastUrl: undefined,
  irsaUrl: undefined,
  services: [{ id: 'own', label: 'My TAP', tap: 'https://tap.example.org/tap/' }],
});
const idOf = (text: string, last?: string): string | undefined => {
  const found = serviceOf(text, tap, last);
  return found.kind === 'known' ? found.entry.service.id : found.kind;
};

describe('the service of a document', () => {
  it.each([
    ['-- service: irsa\nSELECT 1', 'irsa'],
    ['-- Sources near M 101\n--service :  IRSA  \nSELECT 1', 'irsa'],
    ['/* Gaia */ -- Service: Gaia\n', 'gaia'],
    ['-- service: my tap\nSELECT 1', 'own'],
    ['-- service: https://tap.example.org/tap\nSELECT 1', 'own'],
    ['-- service: https://evil.example.org/tap\nSELECT 1', 'unknown'],
    ['-- service:\nSELECT 1', 'none'],
    ['SELECT 1 -- service: irsa', 'none'],
    ["SELECT '-- service: irsa'", 'none'],
    ['', 'none'],
  ])('of %j is %s', (text, id) => {
    expect(idOf(text)).toBe(id);
  });

  it('is the one asked last where the document says nothing', () => {
    expect(idOf('SELECT 1', 'vizier')).toBe('vizier');
    expect(idOf('SELECT 1', 'gone')).toBe('none');
    expect(idOf('-- service: irsa\nSELECT 1', 'vizier')).toBe('irsa');
  });

  it('is written where it stands, or above all', () => {
    const write = (text: string): string => {
      const { from, to, insert } = namingService(text, 'gaia');
      return text.slice(0, from) + insert + text.slice(to);
    };
    expect(write('SELECT 1')).toBe('-- service: gaia\nSELECT 1');
    expect(write('-- a\n-- service: irsa \nSELECT 1')).toBe('-- a\n-- service: gaia \nSELECT 1');
    expect(write('-- service:')).toBe('-- service:gaia');
    expect(serviceLine('-- service:irsa')?.words).toBe('irsa');
  });
});
