/**
 * The page's policy forbids making code of text. Zod would try it once, to see whether it may, and have the browser complain;
 * this is what `z.config({ jitless: true })` sets, without loading the library for pages that do without. Imported first.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
