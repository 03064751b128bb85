import { mailPage } from './page.js';
import { startMailServer } from './server.js';

/** The mail catcher of a trial deployment: takes what would go to Resend and shows it, newest first. */
const server = await startMailServer({
  apiKey: process.env['RESEND_API_KEY'] ?? 're_catcher',
  host: '0.0.0.0',
  port: Number(process.env['SLUICE_MAIL_PORT'] ?? '8025'),
  page: mailPage,
});
console.log('SLUICE_READY mail-catcher');
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.close().then(() => process.exit(0)));
