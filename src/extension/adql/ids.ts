/** The names that package.json and the code of ADQL share; a unit test compares both. */

export const ADQL_LANGUAGE = 'adql';
/** Tables of the service that is asked. */
export const TABLES_VIEW = 'skybucket.tables';
/** Queries that run at services as jobs. */
export const JOBS_VIEW = 'skybucket.jobs';
/** True once there was an ADQL document or a job: nobody else needs the views. */
export const ADQL_CONTEXT = 'skybucket.adql';

/** Where jobs are kept in the state of the extension. */
export const JOBS_KEY = 'skybucket.adql.jobs';

export const ADQL_COMMANDS = [
  'skybucket.adql.new',
  'skybucket.adql.run',
  'skybucket.adql.runAsJob',
  'skybucket.adql.chooseService',
  'skybucket.adql.copyPython',
  'skybucket.adql.findTable',
  'skybucket.adql.refreshTables',
  'skybucket.adql.insertName',
  'skybucket.adql.queryTable',
  'skybucket.adql.copyName',
  'skybucket.adql.openJob',
  'skybucket.adql.abortJob',
  'skybucket.adql.deleteJob',
  'skybucket.adql.showJobQuery',
  'skybucket.adql.copyJobPython',
  'skybucket.adql.refreshJobs',
] as const;

export type AdqlCommand = (typeof ADQL_COMMANDS)[number];
