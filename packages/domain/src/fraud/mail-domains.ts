/** Providers whose addresses say nothing about an organisation. Short on purpose: the well-known ones; extended by settings. */
export const freeMailDomains: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com yahoo.com yahoo.de yahoo.co.uk ymail.com outlook.com outlook.de hotmail.com hotmail.de
   hotmail.co.uk live.com msn.com icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de
   freenet.de mail.com mail.ru yandex.ru yandex.com proton.me protonmail.com tutanota.com tuta.io zoho.com fastmail.com
   qq.com 163.com 126.com naver.com orange.fr free.fr laposte.net libero.it wanadoo.fr comcast.net verizon.net att.net
   btinternet.com bluewin.ch posteo.de mailbox.org hey.com`.split(/\s+/),
);

/** Addresses that vanish after use. */
export const disposableMailDomains: ReadonlySet<string> = new Set(
  `mailinator.com guerrillamail.com guerrillamail.info sharklasers.com 10minutemail.com 10minutemail.net temp-mail.org
   tempmail.com tempmail.dev tempmailo.com throwawaymail.com trashmail.com trash-mail.com trashmail.de wegwerfmail.de
   yopmail.com yopmail.fr getnada.com dispostable.com maildrop.cc mintemail.com mailnesia.com mohmal.com fakeinbox.com
   emailondeck.com spamgourmet.com mailcatch.com moakt.com tempr.email discard.email burnermail.io byom.de spambog.com
   einrot.com mytrashmail.com mailexpire.com grr.la inboxkitten.com 33mail.com anonaddy.me`.split(/\s+/),
);
