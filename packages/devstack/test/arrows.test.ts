import { describe, expect, it } from '@jest/globals';
import { Linter } from 'eslint';
import { arrows } from '../../../scripts/lint/arrows.mjs';

const linter = new Linter({ cwd: '/repo' });

function complaints(path: string, code: string): string[] {
  const config: Linter.Config[] = [
    {
      files: ['**/*.ts'],
      plugins: { sluice: { rules: { arrows } } },
      rules: { 'sluice/arrows': 'error' },
      languageOptions: { sourceType: 'module' },
    },
  ];
  return linter
    .verify(code, config, { filename: `/repo/${path}` })
    .map((message) => message.messageId ?? message.message);
}

describe('the arrow rule refuses', () => {
  it.each([
    ['packages/domain/src/a.ts', "import '@sluice/rules';", 'room'],
    ['packages/domain/src/a.ts', "import 'node:crypto';", 'builtin'],
    ['packages/domain/src/a.ts', "import 'fs/promises';", 'builtin'],
    ['packages/rules/src/a.ts', "import '@sluice/flows';", 'room'],
    ['packages/rules/src/a.ts', "import 'mongoose';", 'library'],
    ['packages/flows/src/a.ts', "import '@sluice/nodes/core';", 'room'],
    ['packages/nodes/src/approval/core.ts', "import './activity.js';", 'room'],
    ['packages/nodes/src/approval/core.ts', "import '@sluice/store';", 'room'],
    ['packages/nodes/src/approval/help.ts', "import '@sluice/store';", 'room'],
    ['packages/nodes/src/approval/activity.ts', "import '@sluice/api';", 'room'],
    ['packages/nodes/src/approval/form.ts', "import '../email/activity.js';", 'room'],
    ['packages/nodes/src/approval/simulate.ts', "import './activity.js';", 'room'],
    ['packages/nodes/src/simulation/world.ts', "import '@sluice/store';", 'room'],
    ['packages/connectors/src/mail/render.ts', "import './mailer.js';", 'room'],
    ['packages/connectors/src/mail/render.ts', "import 'node:fs';", 'builtin'],
    ['packages/connectors/src/stripe/inbound.ts', "import './outbound.js';", 'room'],
    ['packages/contracts/src/a.ts', "import 'express';", 'library'],
    ['packages/web/src/a.ts', "import '@sluice/store';", 'room'],
    ['packages/web/src/a.ts', "import '@sluice/nodes/approval/activity';", 'room'],
    ['packages/web/src/a.ts', "import 'mongoose';", 'library'],
    ['packages/api/src/a.ts', "import '@sluice/connectors/paypal/outbound';", 'room'],
    ['packages/api/src/a.ts', "export { x } from '@sluice/worker';", 'room'],
    ['packages/dispatcher/src/a.ts', "await import('@sluice/api');", 'room'],
    ['packages/store/src/a.ts', "import '../../runtime/src/index.js';", 'room'],
    ['packages/devstack/src/a.ts', "import '@sluice/domain';", 'room'],
    ['workflows/src/a.ts', "import '@sluice/store';", 'room'],
    ['workflows/src/a.ts', "import '@sluice/nodes/approval/activity';", 'room'],
    ['workflows/src/a.ts', "import '@sluice/runtime';", 'room'],
    ['workflows/src/a.ts', "import './pack.js';", 'room'],
    ['packages/dispatcher/src/a.ts', "import '@sluice/workflows';", 'room'],
    ['workflows/src/a.ts', "import 'node:fs';", 'builtin'],
  ])('%s: %s', (path, code, messageId) => {
    expect(complaints(path, code)).toEqual([messageId]);
  });
});

describe('the arrow rule allows', () => {
  it.each([
    ['packages/domain/src/a.ts', "import './b.js'; import '@noble/hashes/sha2';"],
    ['packages/nodes/src/approval/core.ts', "import './schema.js'; import '@sluice/flows';"],
    ['packages/nodes/src/approval/activity.ts', "import '@sluice/store'; import '@sluice/connectors/resend/outbound';"],
    ['packages/api/src/a.ts', "import '@sluice/store'; import 'express'; import '@sluice/connectors/stripe/inbound';"],
    ['packages/web/src/a.ts', "import '@sluice/nodes/form'; import '@sluice/contracts'; import 'react';"],
    ['packages/web/src/a.ts', "import '@sluice/nodes/simulations'; import '@sluice/connectors/mail/render';"],
    ['packages/nodes/src/email/simulate.ts', "import '@sluice/connectors/mail/render'; import './schema.js';"],
    ['packages/cli/src/a.ts', "import '@sluice/api'; import '@sluice/worker';"],
    ['workflows/src/a.ts', "import '@sluice/nodes/approval/core'; import '@temporalio/workflow';"],
    ['workflows/src/a.ts', "import '@sluice/runtime/names';"],
    ['packages/api/src/a.ts', "import '@sluice/runtime/names';"],
    ['packages/dispatcher/src/a.ts', "import '@sluice/workflows/pack';"],
    ['packages/domain/test/a.test.ts', "import '@sluice/store';"],
  ])('%s: %s', (path, code) => {
    expect(complaints(path, code)).toEqual([]);
  });
});
