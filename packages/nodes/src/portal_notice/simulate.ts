import { fillText } from '@sluice/connectors/mail/text';
import { noticeOf } from '../decisions/notice.js';
import { read, write } from '../simulation/documents.js';
import { partnerOf } from '../simulation/partner.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'portal_notice',
  run(world, ctx) {
    const made = noticeOf(ctx, partnerOf(world, ctx), new Date(world.now()), fillText);
    const notice = read(world, 'notices', made.id) ?? made;
    if (notice === made) write(world, 'notices', made);
    const { partner, title } = notice;
    world.did(ctx, 'notice_told', { partner, title, text: notice.text ?? '' });
    return { port: 'next', output: { notice: notice.id }, label: { code: 'notice', params: { title } } };
  },
};
