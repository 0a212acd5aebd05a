"""Words that say nothing about what a text is about: articles, pronouns, prepositions, auxiliaries, question words.

Lower case, with their accents, without apostrophes: "don't" reaches the lists as "don" and "t".
"never", "without" and the Spanish "nunca" stay searchable: they carry meaning that neighbours do not.
"""

from __future__ import annotations

_ENGLISH = """
a about above after again against all also although am among an and any are aren as at be because been before being
below between both but by can cannot could couldn d did didn do does doesn doing don done down during each either else
etc ever every few for from further had hadn has hasn have haven having he her here hers herself hi him himself his how
however i if in into is isn it its itself just ll let may me might mightn more most much must mustn my myself need no
nor not now of off on once one only onto or other ought our ours ourselves out over own per please quite rather re s
same shall shan she should shouldn since so some such t tell than that the their theirs them themselves then there
therefore these they this those though through thus to too under until unto up upon us ve very via was wasn we were
weren what whatever when whenever where whereas wherever whether which whichever while who whoever whom whose why will
with within won would wouldn yet you your yours yourself yourselves
"""

_SPANISH = """
a acerca además adonde adónde ahora al algo alguien algún alguna algunas alguno algunos allá allí ambas ambos ante
aquel aquél aquella aquellas aquello aquellos aquí así aún aunque bajo bastante bien cada casi como cómo con conmigo
contigo contra cosa cosas cual cuál cuales cuáles cualquier cualquiera cuán cuando cuándo cuanta cuánta cuantas cuántas
cuanto cuánto cuantos cuántos cuya cuyas cuyo cuyos da dado dan dar de debe deben decir del demás dentro desde después
dice dicen dicho dio donde dónde dos durante e el él ella ellas ello ellos en entonces entre era erais éramos eran eras
eres es esa ésa esas ésas ese ése eso esos ésos esta ésta está estaba estábamos estaban estado están estar estará estas
éstas estás este éste esto estos éstos estoy estuvo etc fue fuera fueran fueron fuese fuesen fui ha haber había habían
habéis habido habiendo habrá habrán habría habrían hace hacen hacer hacia han has hasta hay haya hayan he hecho hemos
hizo hubiera hubieran hubiese hubo incluso ir junto la las le les lo los luego más me mediante mi mí mía mías mientras
mío míos mis misma mismas mismo mismos mucha muchas mucho muchos muy nada nadie ni ningún ninguna ninguno no nos
nosotras nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco podía podían por porque
porqué pudo pueda puede pueden pues que qué quien quién quienes quiénes se sé sea sean según ser será serán sería serían
si sí sido siendo siempre sin sino sobre sois solo sólo somos son soy su sus suya suyas suyo suyos tal tales también
tampoco tan tanta tantas tanto tantos te tenemos tener tenga tengan tengo tenía tenían ti tiene tienen toda todas
todavía todo todos tras tu tú tus tuvo tuvieron tuya tuyas tuyo tuyos u un una unas uno unos usted ustedes va van varias
varios vez vosotras vosotros vuestra vuestras vuestro vuestros y ya yo
"""

_FRENCH = """
a à ai au aucun aucune aussi autre aux avait avec avoir c ce ceci cela ces cet cette ceux chez ci comme comment d dans
de des dont du elle elles en entre est et été être eu eux faire fait il ils j je l la le les leur leurs lui m ma mais me
même mes moi mon n ne ni nos notre nous on ont ou où par pas pour pourquoi qu quand que quel quelle quelles quels qui
quoi s sa sans se ses si son sont sous sur t ta te tes toi ton tous tout toute toutes très tu un une vos votre vous y
"""

_GERMAN = """
aber als also am an auch auf aus bei bin bis bist da damit dann das dass daß dein dem den denn der des dich die dies
diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es euch für gegen gibt hab habe
haben hat hatte hatten ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes kann
kein keine können man mein mich mir mit muss nach nicht noch nun nur ob oder ohne sehr sein seine seinem seinen seiner
sich sie sind so solche über um und uns unser unter vom von vor war waren warum was weil welche welchem welchen welcher
welches wenn wer werden wie wieder wieso wir wird wo worden wurde wurden zu zum zur zwischen
"""

_PORTUGUESE = """
a ao aos aquela aquele aquilo as até com como da das de dela dele deles depois do dos e é ela elas ele eles em entre era
eram essa esse esta está estão este eu foi for foram há isso isto já lhe lhes mais mas me mesmo meu minha muito na não
nas nem no nos nós o onde os ou para pela pelas pelo pelos por porque qual quais quando quanto quantos que quem se sem
ser será seu seus só sua suas também te tem têm tinha um uma umas uns você vocês
"""

_ITALIAN = """
a ad agli ai al alla alle allo anche c che chi ci come con cosa cui d da dagli dai dal dalla dalle dallo degli dei del
della delle dello di dopo dove e è ed era erano fra gli ha hanno ho i il in io l la le lei li lo loro lui ma mi mia mio
ne negli nei nel nella nelle nello noi non o per perché più qual quale quali quando quanto quanti quella quelle quelli
quello questa queste questi questo se sei si sia sono sta stata stati stato su sua sue sugli sui sul sulla sulle suo
suoi tra tu un una uno vi voi
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "es": frozenset(_SPANISH.split()),
    "fr": frozenset(_FRENCH.split()),
    "de": frozenset(_GERMAN.split()),
    "pt": frozenset(_PORTUGUESE.split()),
    "it": frozenset(_ITALIAN.split()),
}
