import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ServiceTools } from '../../core/archives/service-call';
import { asPython } from '../../core/archives/tap/as-python';
import type { TapCapabilities } from '../../core/archives/tap/capabilities';
import type { TapService } from '../../core/archives/tap/service';
import { isCancelled, sentence } from '../../core/errors';
import { queryRowsName } from '../../core/searches/rows-name';
import type { Host } from '../host';
import { archiveServices, type TapEntry } from '../searches/archive-services';
import { SearchFiles } from '../searches/search-files';
import { archiveSettings, onSettings } from '../settings';
import { escapeLinks } from '../views/display';
import { AdqlDiagnostics } from './diagnostics';
import { activeAdql, AdqlDocuments, isAdql, type QueryAt, queryAt } from './documents';
import { findTable } from './find-table';
import { type AdqlCommand, JOBS_VIEW, TABLES_VIEW } from './ids';
import { JobList, type KeptJob } from './job-list';
import { jobTitle, rowWords } from './job-words';
import { Jobs } from './jobs';
import { JobsTree } from './jobs-tree';
import { type LanguageNeeds, registerLanguage } from './language';
import { queryText } from './query-text';
import { moreRowsWords } from './more-rows';
import { openTable, runNow, warn, withProgress } from './run';
import { KnownTables, type ServiceTables } from './service-tables';
import { ServiceStatus } from './status';
import { firstQuery, nameInQuery, type TableNode } from './table-nodes';
import { TablesTree } from './tables-tree';

type Handler = (...given: never[]) => unknown;

/** All that ADQL documents have, made at the first of them. */
export class Adql implements vscode.Disposable {
  private readonly documents: AdqlDocuments;
  private readonly known: KnownTables;
  private readonly language: LanguageNeeds;
  private readonly diagnostics: AdqlDiagnostics;
  private readonly status: ServiceStatus;
  private readonly tablesTree: TablesTree;
  private readonly jobsTree: JobsTree;
  private readonly jobs: Jobs;
  private readonly files: SearchFiles;

  private readonly tools: ServiceTools;
  private readonly subscriptions: vscode.Disposable;
  private readonly handlers: Readonly<Record<AdqlCommand, Handler>>;

  constructor(private readonly host: Host) {
    const { context } = host;
    this.tools = { http: host.http, meter: host.session.child() };
    const services = (): readonly TapEntry[] => archiveServices(archiveSettings()).tap;
    this.documents = new AdqlDocuments(context.globalState, services);
    this.known = new KnownTables((tables) => this.onTables(tables));
    this.language = {
      documents: this.documents,
      tablesOf: (entry) => this.known.of(this.serviceOf(entry)),
    };
    this.diagnostics = new AdqlDiagnostics(this.language);
    this.status = new ServiceStatus(this.language);
    this.tablesTree = new TablesTree(this.language);
    const list = new JobList(context.globalState);
    this.files = new SearchFiles(join(context.globalStorageUri.fsPath, 'jobs'), (id) => {
      const job = list.get(id);
      return job === undefined ? id : queryRowsName(job.record.query, job.record.who);
    });
    this.jobsTree = new JobsTree(() => this.jobs);
    this.jobs = new Jobs({
      ...{ list, files: this.files },
      tools: this.tools,
      now: () => new Date(),
      newId: () => randomBytes(8).toString('hex'),
      onChange: () => this.jobsTree.update(),
      onOver: (job) => void this.tellOver(job),
    });
    this.handlers = this.commandHandlers();
    this.subscriptions = this.register();
  }

  /** Does what a command is for; a failure is shown as its sentence. */
  async handle(command: AdqlCommand, given: readonly never[]): Promise<void> {
    try {
      await this.handlers[command](...given);
    } catch (error) {
      this.report(error);
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private register(): vscode.Disposable {
    const tables = vscode.window.createTreeView(TABLES_VIEW, {
      treeDataProvider: this.tablesTree,
      showCollapseAll: true,
    });
    const jobs = vscode.window.createTreeView(JOBS_VIEW, { treeDataProvider: this.jobsTree });
    const showService = (): void => {
      tables.description = this.tablesTree.service?.service.label ?? '';
      this.status.update();
    };
    const follow = (): void => {
      this.tablesTree.follow();
      showService();
    };
    // Whoever has made this has use for it.
    this.documents.use();
    showService();
    return vscode.Disposable.from(
      ...[this.documents, this.diagnostics, this.status, this.tablesTree, this.jobsTree],
      ...[tables, jobs, this.jobs],
      registerLanguage(this.language),
      this.documents.onDidChangeService(() => {
        follow();
        this.diagnostics.checkAll();
      }),
      vscode.window.onDidChangeActiveTextEditor(follow),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === activeAdql()?.document) {
          follow();
        }
      }),
      // Jobs of a session before are asked about when they are looked at.
      jobs.onDidChangeVisibility(({ visible }) => {
        if (visible) {
          this.jobs.followAll();
          void this.tidy();
        }
      }),
      onSettings(['archives'], () => {
        follow();
        this.diagnostics.checkAll();
      }),
    );
  }

  private commandHandlers(): Readonly<Record<AdqlCommand, Handler>> {
    return {
      'skybucket.adql.new': () => this.newQuery(),
      'skybucket.adql.run': (uri?: vscode.Uri, offset?: unknown) => this.run(uri, offset),
      'skybucket.adql.runAsJob': (uri?: vscode.Uri, offset?: unknown) => this.runAsJob(uri, offset),
      'skybucket.adql.chooseService': () => this.documents.choose(activeAdql()?.document),
      'skybucket.adql.copyPython': (uri?: vscode.Uri, offset?: unknown) =>
        this.copyPython(uri, offset),
      'skybucket.adql.findTable': () => this.findTable(),
      'skybucket.adql.refreshTables': () => this.refreshTables(),
      'skybucket.adql.insertName': (node: TableNode) => this.insert(nameInQuery(node)),
      'skybucket.adql.queryTable': (node: TableNode) => this.queryTable(node),
      'skybucket.adql.copyName': (node: TableNode) =>
        vscode.env.clipboard.writeText(nameInQuery(node)),
      'skybucket.adql.openJob': (job: KeptJob) => this.openJob(job.id),
      'skybucket.adql.abortJob': ({ id, record }: KeptJob) =>
        withProgress(record.who, (signal) => this.jobs.abort(id, signal)),
      'skybucket.adql.deleteJob': (job: KeptJob) => this.deleteJob(job),
      'skybucket.adql.showJobQuery': (job: KeptJob) => this.openQuery(job),
      'skybucket.adql.copyJobPython': ({ record }: KeptJob) =>
        vscode.env.clipboard.writeText(
          asPython(
            record.service,
            { query: record.query, mostRows: record.mostRows },
            { asJob: true },
          ),
        ),
      'skybucket.adql.refreshJobs': () => {
        this.jobs.followAll();
        this.jobsTree.update();
      },
    };
  }

  private async newQuery(): Promise<void> {
    const entry = this.documents.current ?? (await this.documents.choose());
    if (entry !== undefined) {
      await this.documents.remember(entry);
      await this.documents.open(queryText(entry.service.id, 'SELECT TOP 100 *\nFROM '));
    }
  }

  private async run(uri?: vscode.Uri, offset?: unknown): Promise<void> {
    const query = await queryAt(uri, offset);
    const entry = query && (await this.documents.serviceFor(query.document));
    if (query === undefined || entry === undefined) {
      return;
    }
    const { searches } = await this.host.searching();
    const limits = (): TapCapabilities['rows'] | undefined => this.language.tablesOf(entry).limits;
    const end = await runNow(searches, this.diagnostics, query, entry, limits);
    if (end === 'as-job') {
      await this.submit(entry, query);
    }
  }

  private async runAsJob(uri?: vscode.Uri, offset?: unknown): Promise<void> {
    const query = await queryAt(uri, offset);
    const entry = query && (await this.documents.serviceFor(query.document));
    if (query !== undefined && entry !== undefined) {
      await this.submit(entry, query);
    }
  }

  private async submit(entry: TapEntry, { statement, mostRows }: QueryAt): Promise<void> {
    const service = this.serviceOf(entry);
    await withProgress(service.who, (signal) =>
      this.jobs.submit(service, { query: statement.text, mostRows }, signal),
    );
    // The view has come to be with the first job.
    await vscode.commands.executeCommand(`${JOBS_VIEW}.focus`);
  }

  private async copyPython(uri?: vscode.Uri, offset?: unknown): Promise<void> {
    const query = await queryAt(uri, offset);
    const entry = query && (await this.documents.serviceFor(query.document));
    if (query !== undefined && entry !== undefined) {
      const { address } = entry.service;
      const { statement, mostRows } = query;
      await vscode.env.clipboard.writeText(asPython(address, { query: statement.text, mostRows }));
    }
  }

  private async findTable(): Promise<void> {
    const entry = this.documents.current ?? (await this.documents.choose(activeAdql()?.document));
    if (entry === undefined) {
      return;
    }
    const { tables } = this.language.tablesOf(entry);
    const table = await findTable(entry.service.label, tables);
    if (table !== undefined) {
      await (activeAdql() === undefined
        ? this.documents.open(firstQuery(entry.service.id, table))
        : this.insert(nameInQuery({ kind: 'table', table })));
    }
  }

  private refreshTables(): void {
    const entry = this.tablesTree.service;
    if (entry !== undefined) {
      this.known.forget(entry.service);
    }
    this.tablesTree.refresh();
    this.diagnostics.checkAll();
  }

  /** Where the cursor is, in place of what is selected; where no query is open, on the clipboard. */
  private async insert(name: string): Promise<void> {
    const editor =
      activeAdql() ?? vscode.window.visibleTextEditors.find(({ document }) => isAdql(document));
    if (editor === undefined) {
      await vscode.env.clipboard.writeText(name);
      return;
    }
    await editor.edit((edit) => {
      editor.selections.forEach((selection) => edit.replace(selection, name));
    });
    await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  }

  private async queryTable(node: TableNode): Promise<void> {
    const id = this.tablesTree.service?.service.id;
    if (id !== undefined && (node.kind === 'table' || node.kind === 'column')) {
      await this.documents.open(firstQuery(id, node.table));
    }
  }

  private async openJob(id: string): Promise<void> {
    const job = this.jobs.get(id);
    if (job === undefined) {
      return;
    }
    const file = vscode.Uri.file(this.files.path(id));
    if (job.result !== undefined && !(await isThere(file))) {
      await this.jobs.forgetResult(id);
    }
    const result = await withProgress(job.record.who, (signal, report) =>
      this.jobs.fetch(id, { signal, onProgress: (rows) => report(rowWords(rows)) }),
    );
    await openTable(file);
    if (result.partial !== undefined) {
      void this.offerQuery(job, { rows: result.rows, reason: result.partial });
    }
  }

  /** Says that rows of a job are missing; the answer may be to ask again, for more of them. */
  private async offerQuery(
    job: KeptJob,
    found: { readonly rows: number; readonly reason: string },
  ): Promise<void> {
    const { who, mostRows } = job.record;
    const { limits } = this.known.of(this.jobs.serviceOf(job));
    const open = vscode.l10n.t('Open Query');
    const words = moreRowsWords({ ...found, who, asked: mostRows, limits });
    if ((await vscode.window.showWarningMessage(escapeLinks(words), open)) === open) {
      await this.openQuery(job);
    }
  }

  private openQuery({ record }: KeptJob): Promise<vscode.TextEditor> {
    const { service, query, mostRows } = record;
    return this.documents.open(`${queryText(service, query, mostRows)}\n`);
  }

  private async deleteJob(job: KeptJob): Promise<void> {
    const { l10n } = vscode;
    const remove = l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(
      l10n.t('Delete this job, with its results at {0}?', escapeLinks(job.record.who)),
      { modal: true, detail: jobTitle(job) },
      remove,
    );
    if (answer !== remove) {
      return;
    }
    const problem = await this.jobs.delete(job.id);
    if (problem !== undefined) {
      warn(l10n.t('The job is off the list, but its service still has it: {0}', problem));
    }
  }

  /** Removes tables of jobs that are there no more. */
  private async tidy(): Promise<void> {
    const ids = new Set(this.jobs.list().map(({ id }) => id));
    await this.files.tidy(ids, Date.now());
  }

  private async tellOver(job: KeptJob): Promise<void> {
    const { l10n } = vscode;
    const who = escapeLinks(job.record.who);
    if (job.phase === 'COMPLETED') {
      const open = l10n.t('Open Result');
      const answer = await vscode.window.showInformationMessage(
        l10n.t('The job at {0} is done.', who),
        open,
      );
      if (answer === open) {
        await this.openJob(job.id).catch((error: unknown) => this.report(error));
      }
    } else if (job.phase === 'ERROR') {
      const words = escapeLinks(job.problem ?? l10n.t('it does not say why.'));
      void vscode.window.showErrorMessage(l10n.t('The job at {0} has failed: {1}', who, words));
    }
  }

  private onTables(tables: ServiceTables): void {
    this.status.update();
    this.diagnostics.checkAll();
    if (tables.problem !== undefined) {
      this.host.log.warn(`Tables of ${tables.service.who}: ${tables.problem}`);
    }
  }

  private serviceOf({ service }: TapEntry): TapService {
    return { address: service.address, who: service.label, tools: this.tools };
  }

  private report(error: unknown): void {
    if (!isCancelled(error)) {
      this.host.log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(escapeLinks(sentence(error)));
    }
  }
}

async function isThere(file: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
}
