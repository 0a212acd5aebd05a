"""A letter with a recipe (Spanish) as an old Windows editor would have saved it: Windows-1252, CRLF line ends."""

from __future__ import annotations

LETTER = """\
Puerto Calima, 8 de noviembre de 2024

Querida Lucía:

Me pediste la receta de la tarta de almendra de tu bisabuela Remedios “con las cantidades de verdad, no a ojo”. \
Aquí la tienes. La he copiado del cuaderno verde, el que guardo en el aparador, y he corregido lo que ella daba por \
sabido.

INGREDIENTES

Para un molde de 24 centímetros hacen falta 250 gramos de almendra molida, 200 gramos de azúcar, cinco huevos, la \
ralladura de un limón, media cucharadita de canela y una copita de anís. No lleva harina ni mantequilla: quien te \
diga otra cosa no es de aquí. Para adornar, azúcar glas.

La almendra cómprala en el mercado del sábado, en el puesto de Nicanor. Está a 14,50 € el kilo; la de la tienda del \
puerto cuesta 19 € y sabe a cartón…

PREPARACIÓN

Separa las yemas de las claras. Bate las yemas con el azúcar durante diez minutos, hasta que blanqueen, y añade la \
ralladura, la canela y el anís. Después incorpora la almendra poco a poco.

Monta las claras a punto de nieve con una pizca de sal y mézclalas con lo anterior en tres veces, de abajo arriba y \
sin prisa. Ahí está el secreto: si te apresuras, la tarta queda como una suela.

Unta el molde con aceite y hornea a 170 grados durante 40 minutos. No abras el horno antes de la media hora. Sabrás \
que está hecha cuando, al pinchar con una aguja, salga limpia. Déjala enfriar dentro del molde y espolvorea el azúcar \
glas al día siguiente, nunca antes, porque se humedece.

LO DEMÁS

Por casa, bien. El ascensor lleva tres semanas estropeado y yo vivo en el tercero, así que bajo una vez al día y \
procuro no olvidarme nada. Amparo, la presidenta, dice que en enero se vota si ponemos uno nuevo.

Los domingos sigo de voluntaria en el museo del faro, en la taquilla. El mes pasado vino una señora inglesa \
preguntando por los dulces del pueblo, y resultó que un farero de su familia ya había escrito sobre esta tarta hace \
más de cien años. ¡Figúrate! Le prometí una para la próxima visita.

El gato Ñito está gordo y bien; ha cumplido once años. La excursión a Santa Olaya, a finales de octubre, se quedó en \
nada: el barco no salió por el temporal y nos devolvieron los 9 € del billete.

Ven en Navidad. Llega el tren hasta Monteabril y de allí te trae mi vecino Hilario en la furgoneta.

Un abrazo muy fuerte de tu tía,

Begoña

P. D.: Si haces la tarta, mándame una foto. Y no le pongas nata: “la nata es para tapar errores”, decía tu bisabuela.
"""


def letter_bytes() -> bytes:
    return LETTER.replace("\n", "\r\n").encode("cp1252")
