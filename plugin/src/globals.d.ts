/** The version in package.json; filled in by build.mjs. */
declare const PLUGIN_VERSION: string;
