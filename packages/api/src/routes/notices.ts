import type { Id } from '@sluice/domain';
import type { NoticeDto } from '@sluice/contracts';
import type { Notice } from '@sluice/store';
import type { Context } from '../context.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { at, compact, shown } from '../present/plain.js';
import { mine, ofCaller } from './ownership.js';

/** Notices of the portal: a partner sees and marks its own, staff see all. */
export function noticeRoutes(context: Context): Pick<Handlers, 'listNotices' | 'readNotice'> {
  const { store } = context;
  return {
    async listNotices({ caller, reach, query }) {
      const { partner: asked, ...rest } = query;
      const page = await store.notices.list(caller.programme, { ...compact(rest), ...ofCaller(caller, reach, asked) });
      const names = await new Names(store, caller.programme).load(page.data.map((notice) => notice.partner));
      return shown(page, (notice) => noticeDto(notice, names));
    },

    async readNotice({ caller, reach, params }) {
      const notice = mine(caller, reach, await store.notices.get(caller.programme, params.id as Id<'notice'>));
      const read = await store.notices.read(caller.programme, notice.id, context.now());
      return noticeDto(read, await new Names(store, caller.programme).load([notice.partner]));
    },
  };
}

function noticeDto(notice: Notice, names: Names): NoticeDto {
  return compact({
    id: notice.id,
    partner: names.partner(notice.partner),
    title: notice.title,
    text: notice.text,
    link: notice.link,
    createdAt: at(notice.createdAt),
    readAt: notice.readAt && at(notice.readAt),
  });
}
