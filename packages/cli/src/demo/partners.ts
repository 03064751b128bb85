import type { Partner } from '@sluice/domain';

/** One demo partner: `share` weighs how many of the demo's orders it brings. */
export interface DemoPartner {
  slug: string;
  name: string;
  email: string;
  type: Partner['type'];
  tier: 'bronze' | 'silver' | 'gold';
  country: string;
  language: 'en' | 'de';
  timeZone: string;
  website: string;
  coupon?: string;
  share: number;
  joinedDaysAgo: number;
  tags: string[];
}

export const demoPartners: DemoPartner[] = [
  partner('kestrel-reviews', 'Kestrel Reviews', 'pay@kestrel-reviews.example', 'creator', 'gold', 'NL', 'en', 9, 260, {
    coupon: 'KESTREL20',
    timeZone: 'Europe/Amsterdam',
  }),
  partner('studio-hafen', 'Studio Hafen', 'team@studio-hafen.example', 'agency', 'silver', 'DE', 'de', 7, 210, {
    coupon: 'HAFEN15',
  }),
  partner('bluepeak-media', 'Bluepeak Media', 'partners@bluepeak.example', 'influencer', 'gold', 'US', 'en', 8, 300, {
    timeZone: 'America/Denver',
  }),
  partner('nora-winter', 'Nora Winter', 'nora@norawinter.example', 'creator', 'silver', 'AT', 'de', 6, 180, {
    coupon: 'NORA10',
    timeZone: 'Europe/Vienna',
  }),
  partner('dataloft', 'Dataloft', 'hello@dataloft.example', 'consultant', 'silver', 'SE', 'en', 5, 150, {
    timeZone: 'Europe/Stockholm',
  }),
  partner('papertrail', 'Papertrail Advisory', 'desk@papertrail.example', 'consultant', 'bronze', 'IE', 'en', 4, 120, {
    timeZone: 'Europe/Dublin',
  }),
  partner(
    'lumen-direct',
    'Lumen Direct',
    'affiliates@lumen-direct.example',
    'coupon_site',
    'bronze',
    'FR',
    'en',
    3,
    140,
    {
      coupon: 'LUMEN5',
      timeZone: 'Europe/Paris',
    },
  ),
  partner('gruenwald-it', 'Grünwald IT', 'kontakt@gruenwald-it.example', 'reseller', 'gold', 'DE', 'de', 5, 330, {}),
  partner(
    'fjord-analytics',
    'Fjord Analytics',
    'post@fjord-analytics.example',
    'reseller',
    'bronze',
    'NO',
    'en',
    2,
    60,
    {
      timeZone: 'Europe/Oslo',
    },
  ),
  partner('northbeam', 'Northbeam Labs', 'crew@northbeam.example', 'agency', 'silver', 'GB', 'en', 4, 170, {
    timeZone: 'Europe/London',
  }),
  partner('casa-verde', 'Casa Verde', 'hola@casa-verde.example', 'influencer', 'bronze', 'ES', 'en', 2, 75, {
    coupon: 'VERDE',
    timeZone: 'Europe/Madrid',
  }),
  partner('tokyo-stack', 'Tokyo Stack', 'info@tokyo-stack.example', 'creator', 'bronze', 'JP', 'en', 2, 90, {
    timeZone: 'Asia/Tokyo',
  }),
];

function partner(
  slug: string,
  name: string,
  email: string,
  type: Partner['type'],
  tier: DemoPartner['tier'],
  country: string,
  language: 'en' | 'de',
  share: number,
  joinedDaysAgo: number,
  more: { coupon?: string; timeZone?: string },
): DemoPartner {
  return {
    slug,
    name,
    email,
    type,
    tier,
    country,
    language,
    timeZone: more.timeZone ?? 'Europe/Berlin',
    website: `https://${email.slice(email.indexOf('@') + 1)}`,
    ...(more.coupon === undefined ? {} : { coupon: more.coupon }),
    share,
    joinedDaysAgo,
    tags: tier === 'gold' ? ['key account'] : [],
  };
}
