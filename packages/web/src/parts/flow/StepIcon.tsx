import {
  IconArrowBackUp,
  IconArrowsJoin,
  IconArrowsSplit,
  IconArrowsSplit2,
  IconBan,
  IconBell,
  IconBellPause,
  IconBolt,
  IconBrandSlack,
  IconCalculator,
  IconChartPie,
  IconCircleCheck,
  IconCircleX,
  IconClipboardCheck,
  IconClock,
  IconCloudUpload,
  IconDiscountCheck,
  IconFileCertificate,
  IconFileText,
  IconFlag,
  IconForms,
  IconGift,
  IconHourglass,
  IconHourglassHigh,
  IconListCheck,
  IconListDetails,
  IconListNumbers,
  IconLockOpen,
  IconMail,
  IconMessageQuestion,
  IconNews,
  IconNote,
  IconRepeat,
  IconScan,
  IconSend,
  IconShieldCheck,
  IconSitemap,
  IconSquareRotated,
  IconStack2,
  IconStar,
  IconStatusChange,
  IconTag,
  IconTargetArrow,
  IconTicket,
  IconUserCheck,
  IconUserShare,
  IconVariable,
  IconWebhook,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { coreOf } from './core.js';

/** The icons that node types name, by Tabler's names. */
const icons: Readonly<Record<string, TablerIcon>> = {
  'arrow-back-up': IconArrowBackUp,
  'arrows-join': IconArrowsJoin,
  'arrows-split': IconArrowsSplit,
  'arrows-split-2': IconArrowsSplit2,
  ban: IconBan,
  bell: IconBell,
  'bell-pause': IconBellPause,
  bolt: IconBolt,
  'brand-slack': IconBrandSlack,
  calculator: IconCalculator,
  'chart-pie': IconChartPie,
  'circle-check': IconCircleCheck,
  'circle-x': IconCircleX,
  'clipboard-check': IconClipboardCheck,
  clock: IconClock,
  'cloud-upload': IconCloudUpload,
  'discount-check': IconDiscountCheck,
  'file-certificate': IconFileCertificate,
  'file-text': IconFileText,
  flag: IconFlag,
  forms: IconForms,
  gift: IconGift,
  hourglass: IconHourglass,
  'hourglass-high': IconHourglassHigh,
  'list-check': IconListCheck,
  'list-details': IconListDetails,
  'list-numbers': IconListNumbers,
  'lock-open': IconLockOpen,
  mail: IconMail,
  'message-question': IconMessageQuestion,
  news: IconNews,
  note: IconNote,
  repeat: IconRepeat,
  scan: IconScan,
  send: IconSend,
  'shield-check': IconShieldCheck,
  sitemap: IconSitemap,
  'stack-2': IconStack2,
  star: IconStar,
  'status-change': IconStatusChange,
  tag: IconTag,
  'target-arrow': IconTargetArrow,
  ticket: IconTicket,
  'user-check': IconUserCheck,
  'user-share': IconUserShare,
  variable: IconVariable,
  webhook: IconWebhook,
};

/** A step's icon by its type; `trigger` has one as well. Decorative: the words beside it say the same. */
export function StepIcon({ type, size = 17 }: { type: string; size?: number }) {
  const Drawn = icons[stepIcon(type)] ?? IconSquareRotated;
  return <Drawn size={size} stroke={size <= 14 ? 1.8 : 1.6} aria-hidden="true" className="ti" />;
}

export function stepIcon(type: string): string {
  return type === 'trigger' ? 'bolt' : (coreOf(type)?.icon ?? 'square-rotated');
}

/** Whether an icon of that name is drawn. */
export function hasIcon(name: string): boolean {
  return name in icons;
}

/** A step's category, whose colour is on its tile and rail. */
export function stepCategory(type: string): string {
  return type === 'trigger' ? 'referral' : (coreOf(type)?.category ?? 'logic');
}
