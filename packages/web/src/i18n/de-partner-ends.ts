/** German for merging and erasing partners and for ending one for cause, by the English text. */
export const dePartnerEnds: Record<string, string> = {
  'A partner cannot be merged into itself.': 'Ein Partner kann nicht mit sich selbst zusammengeführt werden.',
  'A partner whose data were erased cannot be merged.':
    'Ein Partner, dessen Daten gelöscht sind, kann nicht zusammengeführt werden.',
  'Accounts that were merged into it keep their data until each is erased by itself':
    'Konten, die hierher zusammengeführt wurden, behalten ihre Daten, bis jedes für sich gelöscht wird',
  Applications: 'Bewerbungen',
  'Audit log': 'Audit-Protokoll',
  'Bank details': 'Bankdaten',
  'Clicks and other touches': 'Klicks und andere Berührungen',
  'Duplicates and personal data': 'Doppelte Konten und persönliche Daten',
  'Erase for good': 'Endgültig löschen',
  'Erase personal data': 'Persönliche Daten löschen',
  'Erase…': 'Löschen…',
  'For cause: it is cancelled': 'Aus wichtigem Grund: Es verfällt',
  'It cannot be undone.': 'Das lässt sich nicht rückgängig machen.',
  'It cannot be undone. The partner is ended, and nobody of it can sign in any more.':
    'Das lässt sich nicht rückgängig machen. Der Partner ist beendet, und niemand von ihm kann sich mehr anmelden.',
  'Journals of the ledger': 'Buchungen im Hauptbuch',
  'Kept in the audit log. Write nothing in it that says who it was.':
    'Bleibt im Audit-Protokoll. Schreiben Sie nichts hinein, was verrät, wer es war.',
  'Kept with both accounts and in the audit log.': 'Bleibt bei beiden Konten und im Audit-Protokoll.',
  'Mails sent': 'Gesendete Mails',
  'Merge a second account of the same partner, or erase who it was when it asks for that.':
    'Ein zweites Konto desselben Partners zusammenführen, oder löschen, wer er war, wenn er das verlangt.',
  'Merge them': 'Zusammenführen',
  'Merge with another partner': 'Mit einem anderen Partner zusammenführen',
  'Merge…': 'Zusammenführen…',
  'Merged accounts': 'Zusammengeführte Konten',
  'Mind this': 'Zu beachten',
  'Name, e-mail address, organisation, website': 'Name, E-Mail-Adresse, Organisation, Website',
  'Nothing can be erased while money is open.': 'Solange Geld offen ist, kann nichts gelöscht werden.',
  'Nothing is held now. What is payable is still paid.':
    'Zurzeit ist nichts zurückgehalten. Was zahlbar ist, wird noch gezahlt.',
  'Nothing was cancelled when the partner was terminated, so nothing comes back.':
    'Beim Beenden ist nichts verfallen, also kommt nichts zurück.',
  'Nothing was changed. Choose the other way round, or another account.':
    'Nichts wurde geändert. Wählen Sie es andersherum oder ein anderes Konto.',
  'On its way': 'Unterwegs',
  'Open {{name}}': '{{name}} öffnen',
  'Otherwise: what was earned is paid': 'Sonst: Was verdient ist, wird gezahlt',
  'Pay it, take it back by an adjustment, or end the partner for cause where that is the reason. Then erase.':
    'Zahlen Sie es, nehmen Sie es durch eine Korrektur zurück, oder beenden Sie den Partner aus wichtigem Grund, wo das der Grund ist. Löschen Sie dann.',
  'Payout in {{batch}}': 'Auszahlung in {{batch}}',
  'Payouts of {{from}} are under way. They go to the account they were made out to.':
    'Auszahlungen von {{from}} sind unterwegs. Sie gehen auf das Konto, für das sie bestimmt sind.',
  'People who sign in': 'Personen mit Anmeldung',
  'Personal data were erased on': 'Persönliche Daten gelöscht am',
  'Reinstate partner': 'Partner wieder aufnehmen',
  'Signed documents': 'Unterzeichnete Dokumente',
  'Tags, owner and custom fields': 'Schlagwörter, Betreuer und eigene Felder',
  'Terminate partner': 'Partner beenden',
  'The other account': 'Das andere Konto',
  'They are merged': 'Sie sind zusammengeführt',
  'They are of different tiers or terms. Customers of {{from}} are paid by those of {{into}} from the next order on.':
    'Sie haben verschiedene Stufen oder Konditionen. Für Kunden von {{from}} gelten ab der nächsten Bestellung die von {{into}}.',
  'This account was merged into': 'Dieses Konto wurde zusammengeführt mit',
  'Its links, coupons and customers earn there; what it was paid before stays here.':
    'Seine Links, Gutscheine und Kunden verdienen dort; was ihm vorher gezahlt wurde, bleibt hier.',
  'This is the same account. Choose another one.': 'Das ist dasselbe Konto. Wählen Sie ein anderes.',
  'Tier, terms and bank details': 'Stufe, Konditionen und Bankdaten',
  'Type the name of the account that ends: {{name}}': 'Geben Sie den Namen des Kontos ein, das endet: {{name}}',
  'Type the name to confirm: {{name}}': 'Geben Sie zur Bestätigung den Namen ein: {{name}}',
  'What becomes of the money that is held?': 'Was geschieht mit dem zurückgehaltenen Geld?',
  'What goes over': 'Was übergeht',
  'What is erased': 'Was gelöscht wird',
  'What is kept, and why': 'Was bleibt, und warum',
  'What is payable is still paid.': 'Was zahlbar ist, wird noch gezahlt.',
  'What stays': 'Was bleibt',
  'What was earned and paid is kept under this name, as the law asks.':
    'Was verdient und gezahlt wurde, bleibt unter diesem Namen, wie es das Gesetz verlangt.',
  'Which one stays?': 'Welches bleibt?',
  'address and text deleted; that one was sent stays': 'Adresse und Text gelöscht; dass eine gesendet wurde, bleibt',
  'closed; name and address deleted': 'gesperrt; Name und Adresse gelöscht',
  'commercial and tax law ask for it (GDPR, article 17 (3) b); under the new name':
    'Handels- und Steuerrecht verlangen es (DSGVO, Artikel 17 Absatz 3 b); unter dem neuen Namen',
  'count for {{into}}': 'zählen für {{into}}',
  deleted: 'gelöscht',
  'deleted, also where payouts went': 'gelöscht, auch bei den Auszahlungen',
  'earn for {{into}} from now on': 'verdienen von jetzt an für {{into}}',
  'evidence of what was agreed (article 17 (3) e)': 'Nachweis des Vereinbarten (Artikel 17 Absatz 3 e)',
  'for cause: what was held is cancelled': 'aus wichtigem Grund: Zurückgehaltenes ist verfallen',
  'goes to the account of {{from}}, unless somebody takes it out of the batch':
    'geht auf das Konto von {{from}}, wenn sie niemand aus dem Stapel nimmt',
  'goes to {{into}} at once, as a line of both statements':
    'geht sofort an {{into}}, als Zeile auf beiden Abrechnungen',
  'goes to {{into}} when it is released': 'geht an {{into}}, sobald es freigegeben ist',
  'is paid where it was going; what fails or comes back goes to {{into}}':
    'wird dorthin gezahlt, wohin es ging; was fehlschlägt oder zurückkommt, geht an {{into}}',
  'of {{count}} commissions comes back, less what was refunded meanwhile; what is due by now is released._one':
    'aus {{count}} Provision kommt zurück, abzüglich inzwischen Erstattetem; was jetzt fällig ist, wird freigegeben.',
  'of {{count}} commissions comes back, less what was refunded meanwhile; what is due by now is released._other':
    'aus {{count}} Provisionen kommt zurück, abzüglich inzwischen Erstattetem; was jetzt fällig ist, wird freigegeben.',
  'of {{count}} commissions is cancelled, and comes back if the partner is reinstated._one':
    'aus {{count}} Provision verfällt und kommt zurück, wenn der Partner wieder aufgenommen wird.',
  'of {{count}} commissions is cancelled, and comes back if the partner is reinstated._other':
    'aus {{count}} Provisionen verfällt und kommt zurück, wenn der Partner wieder aufgenommen wird.',
  'replaced by “{{pseudonym}}”': 'ersetzt durch „{{pseudonym}}“',
  'stay with {{from}}, as they are': 'bleiben bei {{from}}, wie sie sind',
  'stays held until its day, then it is paid.': 'bleibt bis zu seinem Tag zurückgehalten und wird dann gezahlt.',
  'tax law asks for them as they were signed, with name and number (article 17 (3) b)':
    'das Steuerrecht verlangt sie, wie sie unterzeichnet sind, mit Name und Nummer (Artikel 17 Absatz 3 b)',
  'those of {{into}} count; those of {{from}} do not go over':
    'die von {{into}} gelten; die von {{from}} gehen nicht über',
  'what they said is deleted': 'was darin stand, ist gelöscht',
  'who did what cannot be changed; it is evidence of lawful processing (article 17 (3) e)':
    'wer was getan hat, ist nicht zu ändern; es weist rechtmäßiges Handeln nach (Artikel 17 Absatz 3 e)',
  '{{from}} has ended, and {{into}} earns for both from now on.':
    '{{from}} ist beendet, und {{into}} verdient von jetzt an für beide.',
  '{{from}} owes money, because more was taken back than was payable. {{into}} takes it over, and it is set off.':
    '{{from}} schuldet Geld, weil mehr zurückgenommen wurde, als zahlbar war. {{into}} übernimmt es, und es wird verrechnet.',
  '{{from}} was merged into another partner before.': '{{from}} wurde schon mit einem anderen Partner zusammengeführt.',
  '{{from}} was terminated for cause: reinstate it first, or leave it.':
    '{{from}} wurde aus wichtigem Grund beendet: Nehmen Sie ihn zuerst wieder auf, oder lassen Sie es.',
  '{{into}} has no payout details yet; nothing can be paid until there are.':
    '{{into}} hat noch keine Auszahlungsdaten; ohne sie kann nichts gezahlt werden.',
  '{{into}} is not active: it is paid nothing until it is reinstated or approved.':
    '{{into}} ist nicht aktiv: Bis zur Wiederaufnahme oder Zulassung wird nichts gezahlt.',
  '{{into}} was itself merged into another partner.':
    '{{into}} wurde selbst mit einem anderen Partner zusammengeführt.',
  '{{name}} stays': '{{name}} bleibt',
};
