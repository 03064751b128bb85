import { createRequire } from 'node:module';
import path from 'node:path';
import express from 'express';
import type { Express } from 'express';
import { openApiDocument } from '@sluice/contracts/openapi';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

/** The OpenAPI document and pages to browse it; everything is served from here, nothing from another host. */
export function mountDocs(app: Express, baseUrl: string): void {
  // Half a second of work that nobody waits for at the start.
  let document: string | undefined;
  const assets = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  app.get('/openapi.json', (_request, response) => {
    response.type('application/json').send((document ??= JSON.stringify(openApiDocument(baseUrl))));
  });
  app.get('/docs', (_request, response) => {
    response.type('html').send(page);
  });
  app.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start);
  });
  app.use('/docs', express.static(assets, { index: false, maxAge: '1d' }));
}
