import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDisplay } from '../../../src/extension/display-settings';
import {
  COLOUR_MAPS,
  DISPLAY_DEFAULTS,
  PERCENTAGES,
  STRETCHES,
} from '../../../src/protocol/display';
import { SCHEME } from '../../../src/core/s3/address';
import {
  ARCHIVES_VIEW,
  COMMANDS,
  IMAGE_EDITOR,
  IMAGE_EDITOR_OPTION,
  SEARCH_PANEL,
  SEARCHES_VIEW,
  VIEW_CONTAINER,
} from '../../../src/extension/ids';
import {
  ADQL_COMMANDS,
  ADQL_CONTEXT,
  JOBS_VIEW,
  TABLES_VIEW,
} from '../../../src/extension/adql/ids';
import {
  CATALOG_COMMANDS,
  CATALOG_PANEL,
  CATALOGS_VIEW,
} from '../../../src/extension/catalogs/ids';
import { ENGINE_COMMANDS } from '../../../src/extension/engines/ids';
import {
  TRANSFER_COMMANDS,
  TRANSFERS_CONTEXT,
  TRANSFERS_CONTEXTS,
  TRANSFERS_VIEW,
} from '../../../src/extension/transfers/ids';
import { WRITE_COMMANDS } from '../../../src/extension/writes/ids';
import { FIND_COMMANDS, FOUND_CONTEXT, FOUND_VIEW } from '../../../src/extension/find/ids';
import { fileKind } from '../../../src/extension/views/file-kind';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Setting {
  readonly scope: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly pattern?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { command: string; category: string; title: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: Readonly<Record<string, readonly { id: string; when?: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { id: string; icon: string }[] };
    readonly customEditors: readonly { viewType: string; priority: string; selector: unknown }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const root = new URL('../../../', import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const manifest = JSON.parse(text('package.json')) as Manifest;
const { commands, menus, customEditors, configuration, ...rest } = manifest.contributes;
const ALL_COMMANDS = [
  ...COMMANDS,
  ...ADQL_COMMANDS,
  ...CATALOG_COMMANDS,
  ...ENGINE_COMMANDS,
  ...TRANSFER_COMMANDS,
  ...WRITE_COMMANDS,
  ...FIND_COMMANDS,
];

describe('package.json', () => {
  it('describes exactly the commands that are registered', () => {
    expect(commands.map(({ command }) => command).sort()).toEqual([...ALL_COMMANDS].sort());
    expect(new Set(commands.map(({ category }) => category))).toEqual(new Set(['Skybucket']));
  });

  it('puts only its own commands into menus', () => {
    const used = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    expect(used.filter((name) => !ALL_COMMANDS.some((known) => known === name))).toEqual([]);
  });

  it('hides from the palette what needs a node of the tree', () => {
    const hidden = menus['commandPalette']?.filter(({ when }) => when === 'false') ?? [];
    const inViews = ['view/item/context', 'view/title'].flatMap((menu) => menus[menu] ?? []);
    const inTreeOnly = new Set(inViews.map(({ command }) => command));
    for (const { command } of hidden) {
      expect(inTreeOnly.has(command) || /\.loadMore(Rows)?$/.test(command)).toBe(true);
    }
    const palette = COMMANDS.filter((name) => !hidden.some(({ command }) => command === name));
    expect(palette).toEqual([
      'skybucket.openUri',
      'skybucket.addBucket',
      'skybucket.addConnection',
      'skybucket.editConnection',
      'skybucket.removeConnection',
      'skybucket.testConnection',
      'skybucket.refresh',
      'skybucket.goToPrefix',
      'skybucket.openImage',
      'skybucket.download',
      'skybucket.cutout',
      'skybucket.exportPng',
      'skybucket.changeDownloadFolder',
      'skybucket.showLog',
      'skybucket.clearCache',
      'skybucket.searchMast',
      'skybucket.searchMastByName',
      'skybucket.searchIrsa',
      'skybucket.searchIrsaByName',
      'skybucket.searchImages',
      'skybucket.searchImagesByName',
      'skybucket.setMastToken',
      'skybucket.removeMastToken',
    ]);
  });

  it('shows the views of ADQL to those who have any, and its commands in its documents', () => {
    const views = rest.views[VIEW_CONTAINER]?.filter(({ when }) => when === ADQL_CONTEXT) ?? [];
    expect(views.map(({ id }) => id)).toEqual([TABLES_VIEW, JOBS_VIEW]);
    const limited = new Set(menus['commandPalette']?.map(({ command }) => command));
    expect(ADQL_COMMANDS.filter((name) => !limited.has(name))).toEqual([
      'skybucket.adql.new',
      'skybucket.adql.chooseService',
      'skybucket.adql.findTable',
    ]);
  });

  it('offers what is done with all transfers only where there is something to do it with', () => {
    const { running, paused, over } = TRANSFERS_CONTEXTS;
    const conditions = {
      'skybucket.transfers.pauseAll': running,
      'skybucket.transfers.resumeAll': paused,
      'skybucket.transfers.clearEnded': over,
    };
    const whenOf = (menu: string, name: string): string | undefined =>
      menus[menu]?.find(({ command }) => command === name)?.when;
    for (const [name, condition] of Object.entries(conditions)) {
      expect(whenOf('commandPalette', name)).toBe(condition);
      expect(whenOf('view/title', name)).toBe(`view == ${TRANSFERS_VIEW} && ${condition}`);
    }
  });

  it('keeps commands on a result or a catalogue out of the palette', () => {
    const limited = new Set(menus['commandPalette']?.map(({ command }) => command));
    expect(CATALOG_COMMANDS.filter((name) => !limited.has(name))).toEqual([
      'skybucket.catalog.open',
      'skybucket.catalog.add',
      'skybucket.catalog.refresh',
      'skybucket.catalog.openResult',
      'skybucket.catalog.delete',
      'skybucket.catalog.deleteAll',
      'skybucket.catalog.export',
    ]);
  });

  it('has a text for each placeholder, and a use for each text', () => {
    const used = [...text('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);
    const known = Object.keys(JSON.parse(text('package.nls.json')) as object);
    expect([...new Set(used)].sort()).toEqual(known.sort());
  });

  it('names views and editors as the code does', () => {
    expect(rest.viewsContainers.activitybar.map(({ id }) => id)).toEqual([VIEW_CONTAINER]);
    expect(rest.views[VIEW_CONTAINER]?.map(({ id }) => id)).toEqual([
      ARCHIVES_VIEW,
      FOUND_VIEW,
      SEARCHES_VIEW,
      CATALOGS_VIEW,
      TABLES_VIEW,
      JOBS_VIEW,
      TRANSFERS_VIEW,
    ]);
    expect(rest.views[VIEW_CONTAINER]?.find(({ id }) => id === TRANSFERS_VIEW)?.when).toBe(
      TRANSFERS_CONTEXT,
    );
    expect(rest.views[VIEW_CONTAINER]?.find(({ id }) => id === FOUND_VIEW)?.when).toBe(
      FOUND_CONTEXT,
    );
    expect(customEditors.map(({ viewType, priority }) => [viewType, priority])).toEqual([
      [IMAGE_EDITOR, 'default'],
      [IMAGE_EDITOR_OPTION, 'option'],
    ]);
    expect(manifest.activationEvents).toEqual([
      `onFileSystem:${SCHEME}`,
      `onWebviewPanel:${SEARCH_PANEL}`,
      `onWebviewPanel:${CATALOG_PANEL}`,
    ]);
  });

  it('names each pattern once: two matches for one file make VS Code ask', () => {
    const patterns = JSON.stringify(customEditors).match(/\*\.[\w.]+/g) ?? [];
    expect(new Set(patterns.map((pattern) => pattern.toLowerCase())).size).toBe(patterns.length);
    const names = ['fits', 'fit', 'fts'];
    const packed = ['gz', 'bz2', 'z'].flatMap((end) => names.map((name) => `*.${name}.${end}`));
    const asdf = ['', '.gz', '.bz2', '.z'].map((end) => `*.asdf${end}`);
    const votable = ['*.vot', '*.votable', '*.vot.gz', '*.votable.gz'];
    const fits = ['*.fits', '*.fit', '*.fts', '*.fz', ...packed];
    expect(patterns).toEqual([...fits, ...asdf, ...votable, '*.parquet']);
    // What the tree takes for FITS, ASDF, VOTable and Parquet is what opens by itself.
    const kinds = patterns.map((pattern) => fileKind(pattern.replace('*', 'A B')));
    expect(new Set(kinds)).toEqual(new Set(['fits', 'asdf', 'votable', 'parquet']));
  });

  it('offers the viewer in menus for what it opens by itself', () => {
    const patterns = JSON.stringify(customEditors).match(/\*\.[\w.]+/g) ?? [];
    const conditions = Object.values(menus)
      .flat()
      .flatMap(({ command, when }) => (command === 'skybucket.openImage' ? [when ?? ''] : []))
      .flatMap((when) => /resourceFilename =~ \/(.+?)\/i/.exec(when)?.[1] ?? []);
    expect(conditions).toHaveLength(2);
    for (const condition of conditions) {
      const named = new RegExp(condition, 'i');
      expect(patterns.filter((pattern) => !named.test(pattern.replace('*', 'a')))).toEqual([]);
      expect(named.test('a.txt')).toBe(false);
    }
  });

  it('takes buckets and connections from the user and the machine, never from a workspace', () => {
    const { properties } = configuration;
    expect(properties['skybucket.buckets']?.scope).toBe('application');
    expect(properties['skybucket.connections']?.scope).toBe('machine');
    for (const name of ['mastUrl', 'irsaUrl', 'services']) {
      expect(properties[`skybucket.archives.${name}`]?.scope).toBe('machine');
    }
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    expect(properties['skybucket.engines']?.scope).toBe('machine');
    expect([...restricted].sort()).toEqual([
      'skybucket.buckets',
      'skybucket.connections',
      'skybucket.engines',
    ]);
  });

  it('offers the display the protocol knows, and starts with its defaults', () => {
    const { properties } = configuration;
    const image = (name: string): Setting | undefined => properties[`skybucket.image.${name}`];
    expect(image('stretch')?.enum).toEqual(STRETCHES);
    expect(image('colorMap')?.enum).toEqual(COLOUR_MAPS);
    expect(image('limits')?.enum).toEqual(['zscale', 'minmax', ...PERCENTAGES.map(String)]);
    expect(readDisplay((name) => image(name)?.default)).toEqual(DISPLAY_DEFAULTS);
    expect(image('blankColor')?.default).toMatch(new RegExp(image('blankColor')?.pattern ?? '^$'));
    for (const { enum: choices, enumDescriptions } of Object.values(properties)) {
      expect(enumDescriptions?.length).toBe(choices?.length);
    }
  });

  it('has its icons', () => {
    const png = readFileSync(new URL(manifest.icon, root));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
    expect(text(rest.viewsContainers.activitybar[0]?.icon ?? '')).toContain('currentColor');
  });
});
