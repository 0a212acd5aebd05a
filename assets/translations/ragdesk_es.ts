<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About ragdesk</source>
        <translation>Acerca de ragdesk</translation>
    </message>
    <message>
        <source>Answers from your own files, offline. Files are read where they are, nothing is copied elsewhere, and nothing leaves this computer unless you say so.</source>
        <translation>Respuestas a partir de tus propios archivos, sin conexión. Los archivos se leen donde están, nada se copia a otro sitio y nada sale de este equipo si tú no lo dices.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close this page</source>
        <translation>Cerrar esta página</translation>
    </message>
    <message>
        <source>It comes with the work of others, under these licences:</source>
        <translation>Incluye el trabajo de otros, con estas licencias:</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licencias</translation>
    </message>
    <message>
        <source>Version %1, Apache License 2.0</source>
        <translation>Versión %1, licencia Apache 2.0</translation>
    </message>
</context>
<context>
    <name>AddPreviewDialog</name>
    <message>
        <source>%1 already here</source>
        <translation>ya aquí: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%Ln archivo</numerusform>
            <numerusform>%Ln archivos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files, %1</source>
        <translation>
            <numerusform>%Ln archivo, %1</numerusform>
            <numerusform>%Ln archivos, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Añadir una carpeta</translation>
    </message>
    <message>
        <source>Add “%1”?</source>
        <translation>¿Añadir «%1»?</translation>
    </message>
    <message numerus="yes">
        <source>At least %n files, %1; there was no end</source>
        <translation>
            <numerusform>Al menos %Ln archivo, %1; no se llegó al final</numerusform>
            <numerusform>Al menos %Ln archivos, %1; no se llegó al final</numerusform>
        </translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Contando…</translation>
    </message>
    <message>
        <source>Hidden or left out: %1</source>
        <translation>Ocultos o dejados fuera: %1</translation>
    </message>
    <message>
        <source>Leave out (one rule a line, as in git; for example *.log or drafts/)</source>
        <translation>Dejar fuera (una regla por línea, como en git; por ejemplo, *.log o borradores/)</translation>
    </message>
    <message>
        <source>Not read, because ragdesk does not know the kind: %1</source>
        <translation>No se leen, porque ragdesk no conoce el tipo: %1</translation>
    </message>
    <message>
        <source>Read these files</source>
        <translation>Leer estos archivos</translation>
    </message>
    <message>
        <source>about %1 to read</source>
        <translation>unos %1 de lectura</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>Add a folder</source>
        <translation>Añadir una carpeta</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Añadir archivos</translation>
    </message>
    <message>
        <source>Add it again in the library that it should be in.</source>
        <translation>Añádelo de nuevo en la biblioteca en la que deba estar.</translation>
    </message>
    <message>
        <source>Counting the files in “%1”…</source>
        <translation>Contando los archivos de «%1»…</translation>
    </message>
    <message>
        <source>It may have been moved, renamed, or be on a drive that is not connected.</source>
        <translation>Puede que se haya movido o renombrado, o que esté en una unidad sin conectar.</translation>
    </message>
    <message>
        <source>“%1” is not there.</source>
        <translation>«%1» no está.</translation>
    </message>
    <message>
        <source>“%1” was not added, because another library was chosen meanwhile.</source>
        <translation>«%1» no se ha añadido porque mientras tanto se eligió otra biblioteca.</translation>
    </message>
</context>
<context>
    <name>AnswerText</name>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Click a number in an answer to see the words on their page.</source>
        <translation>Haz clic en un número de una respuesta para ver las palabras en su página.</translation>
    </message>
    <message>
        <source>Ctrl+K finds every command, library, conversation and document.</source>
        <translation>Ctrl+K encuentra cualquier orden, biblioteca, conversación o documento.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Dismiss this notice</source>
        <translation>Descartar este aviso</translation>
    </message>
    <message>
        <source>Start the engine without waiting</source>
        <translation>Iniciar el motor sin esperar</translation>
    </message>
    <message>
        <source>The engine does not answer; waiting…</source>
        <translation>El motor no responde; esperando…</translation>
    </message>
    <message>
        <source>The engine ended. It is being started again; your question is kept.</source>
        <translation>El motor se ha cerrado. Se está iniciando de nuevo; tu pregunta se conserva.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Probar ahora</translation>
    </message>
    <message>
        <source>What happened, and what to do</source>
        <translation>Qué ha pasado y qué hacer</translation>
    </message>
</context>
<context>
    <name>BinDialog</name>
    <message>
        <source>%1 will be erased from ragdesk's files: text, index, conversations. This cannot be undone. Backups that may hold any of it are removed too, and so is what was removed before. Your own files are not touched.</source>
        <translation>De los archivos de ragdesk se borrará %1: texto, índice, conversaciones. No se puede deshacer. También se eliminan las copias de seguridad que puedan contener algo de ello y lo que se quitó antes. Tus propios archivos no se tocan.</translation>
    </message>
    <message>
        <source>Backups removed: %1</source>
        <translation>Copias de seguridad eliminadas: %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>Borrar para siempre</translation>
    </message>
    <message>
        <source>Erase for good…</source>
        <translation>Borrar para siempre…</translation>
    </message>
    <message>
        <source>Erase the chosen libraries from ragdesk's files</source>
        <translation>Borrar las bibliotecas elegidas de los archivos de ragdesk</translation>
    </message>
    <message numerus="yes">
        <source>Erased %n documents; ragdesk's files went from %1 to %2.</source>
        <translation>
            <numerusform>Se ha borrado %Ln documento; los archivos de ragdesk pasaron de %1 a %2.</numerusform>
            <numerusform>Se han borrado %Ln documentos; los archivos de ragdesk pasaron de %1 a %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Libraries in the bin</source>
        <translation>Bibliotecas en la papelera</translation>
    </message>
    <message>
        <source>Libraries in the bin are not searched. Your own files are where they always were.</source>
        <translation>En las bibliotecas de la papelera no se busca. Tus propios archivos están donde siempre.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Recuperar</translation>
    </message>
    <message>
        <source>Take the chosen libraries out of the bin</source>
        <translation>Sacar de la papelera las bibliotecas elegidas</translation>
    </message>
    <message>
        <source>The bin</source>
        <translation>La papelera</translation>
    </message>
    <message>
        <source>The bin is empty.</source>
        <translation>La papelera está vacía.</translation>
    </message>
</context>
<context>
    <name>BinModel</name>
    <message numerus="yes">
        <source>%n documents</source>
        <translation>
            <numerusform>%Ln documento</numerusform>
            <numerusform>%Ln documentos</numerusform>
        </translation>
    </message>
    <message>
        <source>removed %1</source>
        <translation>quitada: %1</translation>
    </message>
</context>
<context>
    <name>BudgetBar</name>
    <message>
        <source>The model read %1 tokens and wrote %2, of %3 that it can hold. Click for what it read.</source>
        <translation>El modelo leyó %1 tokens y escribió %2, de los %3 que le caben. Haz clic para ver lo que leyó.</translation>
    </message>
</context>
<context>
    <name>BudgetDialog</name>
    <message>
        <source>%1 read %2 tokens and wrote %3. It can hold %4 at once.</source>
        <translation>%1 leyó %2 tokens y escribió %3. Le caben %4 a la vez.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close this page</source>
        <translation>Cerrar esta página</translation>
    </message>
    <message>
        <source>Found, not given to the model</source>
        <translation>Encontrado, no dado al modelo</translation>
    </message>
    <message>
        <source>No model was asked: the answer is made of quotes.</source>
        <translation>No se ha preguntado a ningún modelo: la respuesta son citas.</translation>
    </message>
    <message>
        <source>Nothing was asked yet.</source>
        <translation>Aún no se ha preguntado nada.</translation>
    </message>
    <message>
        <source>Read by the model, best first</source>
        <translation>Leído por el modelo, lo mejor primero</translation>
    </message>
    <message>
        <source>What the model read</source>
        <translation>Lo que leyó el modelo</translation>
    </message>
    <message>
        <source>done after %1 s</source>
        <translation>terminado a los %1 s</translation>
    </message>
    <message>
        <source>first word after %1 s</source>
        <translation>primera palabra a los %1 s</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>página %1</translation>
    </message>
    <message>
        <source>quotes after %1 s</source>
        <translation>citas a los %1 s</translation>
    </message>
</context>
<context>
    <name>ChosenDocuments</name>
    <message>
        <source>Choose the documents once more.</source>
        <translation>Vuelve a elegir los documentos.</translation>
    </message>
    <message>
        <source>The list changed meanwhile.</source>
        <translation>La lista ha cambiado entretanto.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Arrows choose, Enter does it, Esc closes</source>
        <translation>Las flechas eligen, Intro ejecuta, Esc cierra</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>Nada encaja.</translation>
    </message>
    <message>
        <source>Type a command, a library, a conversation or a document</source>
        <translation>Escribe una orden, una biblioteca, una conversación o un documento</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Lo que encaja</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>%1 documents</source>
        <translation>%1 documentos</translation>
    </message>
    <message>
        <source>1 document</source>
        <translation>1 documento</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>Todos los documentos</translation>
    </message>
    <message>
        <source>Answers by %1. Click to choose another.</source>
        <translation>Responde %1. Haz clic para elegir otro.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
    <message numerus="yes">
        <source>Ask about these %n documents</source>
        <translation>
            <numerusform>Pregunta sobre este documento</numerusform>
            <numerusform>Pregunta sobre estos %Ln documentos</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask about your documents</source>
        <translation>Pregunta sobre tus documentos</translation>
    </message>
    <message>
        <source>Ask all documents again</source>
        <translation>Volver a preguntar a todos los documentos</translation>
    </message>
    <message>
        <source>Ask the user guide</source>
        <translation>Pregunta a la guía del usuario</translation>
    </message>
    <message>
        <source>Asked: %1. Click to choose.</source>
        <translation>Se pregunta a: %1. Haz clic para elegir.</translation>
    </message>
    <message>
        <source>Editing; Enter asks again, Esc leaves it as it was.</source>
        <translation>Editando; Intro pregunta de nuevo, Esc la deja como estaba.</translation>
    </message>
    <message>
        <source>Enter asks, Shift+Enter begins a new line</source>
        <translation>Intro pregunta, Mayús+Intro empieza una línea nueva</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>Quotes only</source>
        <translation>Solo citas</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Detener la respuesta</translation>
    </message>
</context>
<context>
    <name>ConversationHeader</name>
    <message>
        <source>New conversation</source>
        <translation>Nueva conversación</translation>
    </message>
    <message>
        <source>Search the conversations</source>
        <translation>Buscar en las conversaciones</translation>
    </message>
</context>
<context>
    <name>ConversationLife</name>
    <message>
        <source>Kept; it is asked as soon as the engine is there…</source>
        <translation>Guardada; se preguntará en cuanto el motor esté listo…</translation>
    </message>
    <message>
        <source>The engine ended over this question. It is started again and asked once more…</source>
        <translation>El motor se cerró con esta pregunta. Se inicia de nuevo y se pregunta otra vez…</translation>
    </message>
</context>
<context>
    <name>ConversationModel</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%Ln pregunta</numerusform>
            <numerusform>%Ln preguntas</numerusform>
        </translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>fijada</translation>
    </message>
</context>
<context>
    <name>ConversationsDialog</name>
    <message>
        <source>Conversations</source>
        <translation>Conversaciones</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Give it another title (F2)</source>
        <translation>Darle otro título (F2)</translation>
    </message>
    <message>
        <source>Go on with this conversation (Enter)</source>
        <translation>Seguir con esta conversación (Intro)</translation>
    </message>
    <message>
        <source>Keep it at the top of the list, or no longer</source>
        <translation>Mantenerla al principio de la lista, o dejar de hacerlo</translation>
    </message>
    <message>
        <source>No conversation has these words.</source>
        <translation>Ninguna conversación tiene estas palabras.</translation>
    </message>
    <message>
        <source>Nothing was asked yet.</source>
        <translation>Aún no se ha preguntado nada.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Fijar</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Cambiar nombre…</translation>
    </message>
    <message>
        <source>Search titles, questions and answers</source>
        <translation>Buscar en títulos, preguntas y respuestas</translation>
    </message>
    <message>
        <source>Take it out of the list; this can be undone (Delete)</source>
        <translation>Quitarla de la lista; se puede deshacer (Supr)</translation>
    </message>
    <message>
        <source>The conversation was deleted.</source>
        <translation>La conversación se ha eliminado.</translation>
    </message>
    <message>
        <source>Title of the conversation</source>
        <translation>Título de la conversación</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Dejar de fijar</translation>
    </message>
</context>
<context>
    <name>CoverageStrip</name>
    <message>
        <source>Page %1: %2 characters</source>
        <translation>Página %1: %2 caracteres</translation>
    </message>
    <message>
        <source>Page %1: %2 characters, by OCR</source>
        <translation>Página %1: %2 caracteres, por OCR</translation>
    </message>
    <message>
        <source>Page %1: nothing</source>
        <translation>Página %1: nada</translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message>
        <source>%1 of %2 things need a look.</source>
        <translation>Conviene mirar %1 de %2 puntos.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close this page</source>
        <translation>Cerrar esta página</translation>
    </message>
    <message>
        <source>Copies what was found, without names of files and without any text of yours</source>
        <translation>Copia lo que se ha encontrado, sin nombres de archivos ni ningún texto tuyo</translation>
    </message>
    <message>
        <source>Copy a report</source>
        <translation>Copiar un informe</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Diagnóstico</translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>Todo está en orden.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Mirar otra vez</translation>
    </message>
    <message>
        <source>The report is copied. It holds nothing of your files or questions.</source>
        <translation>El informe está copiado. No contiene nada de tus archivos ni de tus preguntas.</translation>
    </message>
    <message>
        <source>Try everything once more</source>
        <translation>Probarlo todo otra vez</translation>
    </message>
    <message>
        <source>Trying everything that ragdesk rests on; some seconds…</source>
        <translation>Probando todo aquello en lo que se apoya ragdesk; unos segundos…</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>en orden</translation>
    </message>
    <message>
        <source>needs a look</source>
        <translation>conviene mirarlo</translation>
    </message>
</context>
<context>
    <name>DocumentCommands</name>
    <message>
        <source>%1 documents are excluded.</source>
        <translation>%1 documentos están excluidos.</translation>
    </message>
    <message>
        <source>%1 documents were removed.</source>
        <translation>Se han quitado %1 documentos.</translation>
    </message>
    <message>
        <source>Ask all documents</source>
        <translation>Preguntar a todos los documentos</translation>
    </message>
    <message>
        <source>Ask only these</source>
        <translation>Preguntar solo a estos</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Copiar la ruta</translation>
    </message>
    <message>
        <source>Exclude: keep it listed, do not search</source>
        <translation>Excluir: sigue en la lista, no se busca en él</translation>
    </message>
    <message>
        <source>Include again</source>
        <translation>Incluir de nuevo</translation>
    </message>
    <message>
        <source>It may have been moved, or there is no program for this kind of file.</source>
        <translation>Puede que se haya movido o que no haya programa para este tipo de archivo.</translation>
    </message>
    <message>
        <source>Open in its program</source>
        <translation>Abrir en su programa</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Leer de nuevo</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>Quitar de la biblioteca</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Mostrar en su carpeta</translation>
    </message>
    <message>
        <source>What was read of it…</source>
        <translation>Lo que se leyó de él…</translation>
    </message>
    <message>
        <source>“%1” could not be opened.</source>
        <translation>No se pudo abrir «%1».</translation>
    </message>
    <message>
        <source>“%1” is excluded.</source>
        <translation>«%1» está excluido.</translation>
    </message>
    <message>
        <source>“%1” was removed.</source>
        <translation>Se ha quitado «%1».</translation>
    </message>
</context>
<context>
    <name>DocumentDetails</name>
    <message>
        <source>%1 by OCR</source>
        <translation>%1 por OCR</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Page by page</source>
        <translation>Página a página</translation>
    </message>
    <message>
        <source>Part %1</source>
        <translation>Parte %1</translation>
    </message>
    <message>
        <source>Part of the document</source>
        <translation>Parte del documento</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Leer de nuevo</translation>
    </message>
    <message>
        <source>Read this document again</source>
        <translation>Volver a leer este documento</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Show it beside the conversation</source>
        <translation>Mostrarlo junto a la conversación</translation>
    </message>
    <message>
        <source>The text that was read</source>
        <translation>El texto que se leyó</translation>
    </message>
    <message>
        <source>What was read</source>
        <translation>Lo que se leyó</translation>
    </message>
    <message>
        <source>What was read of each page</source>
        <translation>Lo que se leyó de cada página</translation>
    </message>
    <message>
        <source>changed %1</source>
        <translation>modificado: %1</translation>
    </message>
    <message>
        <source>read %1</source>
        <translation>leído: %1</translation>
    </message>
</context>
<context>
    <name>DocumentSearch</name>
    <message>
        <source>Ask all</source>
        <translation>A todos</translation>
    </message>
    <message>
        <source>Ask all documents again</source>
        <translation>Volver a preguntar a todos los documentos</translation>
    </message>
    <message numerus="yes">
        <source>Only %n of them are asked</source>
        <translation>
            <numerusform>Solo se pregunta a %Ln</numerusform>
            <numerusform>Solo se pregunta a %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>Order and filter of the list</source>
        <translation>Orden y filtro de la lista</translation>
    </message>
    <message>
        <source>Search %1 documents</source>
        <translation>Buscar en %1 documentos</translation>
    </message>
    <message>
        <source>Search documents</source>
        <translation>Buscar documentos</translation>
    </message>
    <message>
        <source>Search the documents by name</source>
        <translation>Buscar los documentos por su nombre</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Ver todos</translation>
    </message>
    <message>
        <source>Show all documents again</source>
        <translation>Volver a mostrar todos los documentos</translation>
    </message>
</context>
<context>
    <name>DocumentStack</name>
    <message>
        <source>A citation opens here, at its page.</source>
        <translation>Una cita se abre aquí, en su página.</translation>
    </message>
    <message>
        <source>All pages</source>
        <translation>Todas las páginas</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>%1; marked: %2</source>
        <translation>%1; resaltado: %2</translation>
    </message>
    <message>
        <source>Add it again to see its pages.</source>
        <translation>Vuelve a añadirlo para ver sus páginas.</translation>
    </message>
    <message>
        <source>It is being read again. Its page opens when that is done.</source>
        <translation>Se está leyendo de nuevo. Su página se abrirá al terminar.</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Página %1 de %2</translation>
    </message>
    <message>
        <source>The file was read again, and these words are no longer in it.</source>
        <translation>El archivo se ha vuelto a leer y estas palabras ya no están en él.</translation>
    </message>
    <message>
        <source>These words could not be found on the page. They are in the text.</source>
        <translation>Estas palabras no se pudieron encontrar en la página. Están en el texto.</translation>
    </message>
    <message>
        <source>“%1” is no longer in the library.</source>
        <translation>«%1» ya no está en la biblioteca.</translation>
    </message>
</context>
<context>
    <name>DocumentsPanel</name>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
    </message>
    <message>
        <source>Documents of the library</source>
        <translation>Documentos de la biblioteca</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>Seguir leyendo</translation>
    </message>
    <message>
        <source>Looking up %1 documents…</source>
        <translation>Buscando %1 documentos…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Buscando…</translation>
    </message>
    <message>
        <source>No document fits.</source>
        <translation>Ningún documento encaja.</translation>
    </message>
    <message>
        <source>Nothing here yet. Drop a folder on the window, or click below to choose one.</source>
        <translation>Aún no hay nada. Suelta una carpeta en la ventana o haz clic abajo para elegirla.</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>Pausar la lectura</translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <source>Add a folder</source>
        <translation>Añadir una carpeta</translation>
    </message>
    <message>
        <source>Click to choose a folder</source>
        <translation>Haz clic para elegir una carpeta</translation>
    </message>
    <message>
        <source>Drop files or folders anywhere</source>
        <translation>Suelta archivos o carpetas aquí</translation>
    </message>
    <message>
        <source>Let go to add</source>
        <translation>Suelta para añadir</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>%1 documents are ready to be asked. Quotes come first, each with its page.</source>
        <translation>Ya puedes preguntar a %1 documentos. Primero llegan las citas, cada una con su página.</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Añadir una carpeta</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Añadir archivos</translation>
    </message>
    <message>
        <source>Ask this</source>
        <translation>Preguntar esto</translation>
    </message>
    <message>
        <source>Ask your files</source>
        <translation>Pregunta a tus archivos</translation>
    </message>
    <message>
        <source>Ask your own files</source>
        <translation>Pregunta a tus propios archivos</translation>
    </message>
    <message>
        <source>Choose a folder that should be read</source>
        <translation>Elegir una carpeta para que se lea</translation>
    </message>
    <message>
        <source>Choose files that should be read</source>
        <translation>Elegir archivos para que se lean</translation>
    </message>
    <message>
        <source>Drop a folder anywhere on this window. ragdesk reads it where it is, copies nothing, and never goes online by itself.</source>
        <translation>Suelta una carpeta en cualquier parte de esta ventana. ragdesk la lee donde está, no copia nada y nunca se conecta por su cuenta.</translation>
    </message>
    <message>
        <source>For example:</source>
        <translation>Por ejemplo:</translation>
    </message>
    <message>
        <source>One document is ready to be asked. Quotes come first, each with its page.</source>
        <translation>Ya puedes preguntar a un documento. Primero llegan las citas, cada una con su página.</translation>
    </message>
    <message>
        <source>Or try the user guide, which is already here:</source>
        <translation>O prueba con la guía del usuario, que ya está aquí:</translation>
    </message>
</context>
<context>
    <name>ErrorBox</name>
    <message>
        <source>%1 (%2 times)</source>
        <translation>%1 (%2 veces)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy all of this as text</source>
        <translation>Copiar todo esto como texto</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Next (%1 more)</source>
        <translation>Siguiente (%1 más)</translation>
    </message>
    <message>
        <source>Something did not work</source>
        <translation>Algo no ha funcionado</translation>
    </message>
    <message>
        <source>What a report should hold</source>
        <translation>Lo que debe contener un informe</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>All quotes of this answer</source>
        <translation>Todas las citas de esta respuesta</translation>
    </message>
    <message>
        <source>Copy the file's path</source>
        <translation>Copiar la ruta del archivo</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Evidencia</translation>
    </message>
    <message>
        <source>No program on this computer took this file.</source>
        <translation>Ningún programa de este equipo ha aceptado este archivo.</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Mostrar en su carpeta</translation>
    </message>
    <message>
        <source>The file is no longer there. If you moved it, add it again.</source>
        <translation>El archivo ya no está. Si lo has movido, vuelve a añadirlo.</translation>
    </message>
    <message>
        <source>This kind of file could be run by opening it, so its folder was opened instead.</source>
        <translation>Este tipo de archivo podría ejecutarse al abrirlo, así que se ha abierto su carpeta.</translation>
    </message>
</context>
<context>
    <name>ExportConversation</name>
    <message>
        <source>Export the conversation</source>
        <translation>Exportar la conversación</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Página web (*.html)</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 of more than %2</source>
        <translation>%1 de más de %2</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>Cerrar la búsqueda</translation>
    </message>
    <message>
        <source>Enter: next place; Shift+Enter: the one before; Esc: close</source>
        <translation>Intro: siguiente lugar; Mayús+Intro: el anterior; Esc: cerrar</translation>
    </message>
    <message>
        <source>Find in this document</source>
        <translation>Buscar en este documento</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>No encontrado</translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation>Buscando…</translation>
    </message>
    <message>
        <source>The next place</source>
        <translation>El siguiente lugar</translation>
    </message>
    <message>
        <source>The place before</source>
        <translation>El lugar anterior</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>/ %1</source>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>All quotes of this answer</source>
        <translation>Todas las citas de esta respuesta</translation>
    </message>
    <message>
        <source>Citation %1 of %2</source>
        <translation>Cita %1 de %2</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Página</translation>
    </message>
    <message>
        <source>Show the text in place of the page</source>
        <translation>Mostrar el texto en lugar de la página</translation>
    </message>
    <message>
        <source>Type a page and press Enter</source>
        <translation>Escribe una página y pulsa Intro</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>Enter goes to the next place</source>
        <translation>Intro lleva al siguiente lugar</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>Buscar siguiente</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Buscar en la guía</translation>
    </message>
    <message>
        <source>The next place with these words</source>
        <translation>El siguiente lugar con estas palabras</translation>
    </message>
    <message>
        <source>The user guide</source>
        <translation>La guía del usuario</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Close the evidence</source>
        <translation>Cerrar la evidencia</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Evidencia</translation>
    </message>
    <message>
        <source>Find in this document</source>
        <translation>Buscar en este documento</translation>
    </message>
    <message>
        <source>Size of the page</source>
        <translation>Tamaño de la página</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>página %1</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>página %1 de %2</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>%1 more waiting</source>
        <translation>%1 más en espera</translation>
    </message>
    <message>
        <source>Cancel: what is read stays</source>
        <translation>Cancelar: lo leído se queda</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>List the files that could not be read</source>
        <translation>Mostrar los archivos que no se pudieron leer</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Read these files again</source>
        <translation>Volver a leer estos archivos</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Show all jobs</source>
        <translation>Mostrar todas las tareas</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
</context>
<context>
    <name>JobsDialog</name>
    <message>
        <source>Cancel the job</source>
        <translation>Cancelar la tarea</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>End the chosen job; what is read stays</source>
        <translation>Terminar la tarea elegida; lo leído se queda</translation>
    </message>
    <message>
        <source>Files of this library that could not be read</source>
        <translation>Archivos de esta biblioteca que no se pudieron leer</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Tareas</translation>
    </message>
    <message>
        <source>Jobs of all libraries, newest first</source>
        <translation>Tareas de todas las bibliotecas, las más recientes primero</translation>
    </message>
    <message>
        <source>Let the chosen job go on</source>
        <translation>Dejar que siga la tarea elegida</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Pause the chosen job</source>
        <translation>Pausar la tarea elegida</translation>
    </message>
    <message>
        <source>Read the chosen files again, or all of them</source>
        <translation>Volver a leer los archivos elegidos, o todos</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
</context>
<context>
    <name>LaterTurnsBox</name>
    <message>
        <source>%1 questions came after this one.</source>
        <translation>Después de esta vinieron %1 preguntas.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Preguntar de nuevo</translation>
    </message>
    <message>
        <source>Ask in a new conversation</source>
        <translation>Preguntar en una conversación nueva</translation>
    </message>
    <message>
        <source>One question came after this one.</source>
        <translation>Después de esta vino una pregunta.</translation>
    </message>
    <message>
        <source>Remove them</source>
        <translation>Quitarlas</translation>
    </message>
    <message>
        <source>They rest on this answer. What should become of them?</source>
        <translation>Se apoyan en esta respuesta. ¿Qué hacemos con ellas?</translation>
    </message>
</context>
<context>
    <name>Libraries</name>
    <message>
        <source>The library “%1” is in the bin.</source>
        <translation>La biblioteca «%1» está en la papelera.</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>All files (%1)</source>
        <translation>Todos los archivos (%1)</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Crear</translation>
    </message>
    <message>
        <source>Export the library</source>
        <translation>Exportar la biblioteca</translation>
    </message>
    <message numerus="yes">
        <source>Exported %n documents into %1 (%2).</source>
        <translation>
            <numerusform>Se ha exportado %Ln documento a %1 (%2).</numerusform>
            <numerusform>Se han exportado %Ln documentos a %1 (%2).</numerusform>
        </translation>
    </message>
    <message>
        <source>Import a library</source>
        <translation>Importar una biblioteca</translation>
    </message>
    <message numerus="yes">
        <source>Imported “%1” with %n documents.</source>
        <translation>
            <numerusform>Se ha importado «%1» con %Ln documento.</numerusform>
            <numerusform>Se ha importado «%1» con %Ln documentos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Libraries of ragdesk (%1)</source>
        <translation>Bibliotecas de ragdesk (%1)</translation>
    </message>
    <message>
        <source>New library</source>
        <translation>Nueva biblioteca</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Rename the library</source>
        <translation>Cambiar el nombre de la biblioteca</translation>
    </message>
    <message>
        <source>What shall it be called?</source>
        <translation>¿Cómo se va a llamar?</translation>
    </message>
    <message>
        <source>What shall the new library be called?</source>
        <translation>¿Cómo se va a llamar la nueva biblioteca?</translation>
    </message>
</context>
<context>
    <name>LibraryHeader</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Add files or a folder</source>
        <translation>Añadir archivos o una carpeta</translation>
    </message>
    <message>
        <source>Export the library…</source>
        <translation>Exportar la biblioteca…</translation>
    </message>
    <message>
        <source>Import a library…</source>
        <translation>Importar una biblioteca…</translation>
    </message>
    <message>
        <source>Library: %1. Choose another.</source>
        <translation>Biblioteca: %1. Elige otra.</translation>
    </message>
    <message>
        <source>What can be done to the library</source>
        <translation>Lo que se puede hacer con la biblioteca</translation>
    </message>
</context>
<context>
    <name>ListMenu</name>
    <message>
        <source>All kinds of file</source>
        <translation>Todos los tipos de archivo</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Todos los estados</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>%1 – ragdesk</source>
        <translation>%1 – ragdesk</translation>
    </message>
    <message>
        <source>Drop to add to %1</source>
        <translation>Suelta para añadir a %1</translation>
    </message>
    <message>
        <source>Drop to ask about this text</source>
        <translation>Suelta para preguntar sobre este texto</translation>
    </message>
    <message>
        <source>Drop to have it read</source>
        <translation>Suelta para que se lea</translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <source>&amp;Conversation</source>
        <translation>&amp;Conversación</translation>
    </message>
    <message>
        <source>&amp;Document</source>
        <translation>&amp;Documento</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Another file…</source>
        <translation>Otro archivo…</translation>
    </message>
    <message>
        <source>Answer with this model from the next question on</source>
        <translation>Responder con este modelo a partir de la próxima pregunta</translation>
    </message>
    <message>
        <source>Chat model</source>
        <translation>Modelo de chat</translation>
    </message>
    <message>
        <source>Choose a GGUF file on this computer</source>
        <translation>Elegir un archivo GGUF de este equipo</translation>
    </message>
    <message>
        <source>Choose a chat model</source>
        <translation>Elegir un modelo de chat</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close this page</source>
        <translation>Cerrar esta página</translation>
    </message>
    <message>
        <source>The chat model writes the answers; quotes are found without it. Larger models write better, and need more memory and time.</source>
        <translation>El modelo de chat redacta las respuestas; las citas se encuentran sin él. Los modelos más grandes escriben mejor y necesitan más memoria y tiempo.</translation>
    </message>
    <message>
        <source>comes with ragdesk</source>
        <translation>viene con ragdesk</translation>
    </message>
</context>
<context>
    <name>NothingCard</name>
    <message numerus="yes">
        <source>%1 of %n files were searched; no passage speaks of this. No model was asked.</source>
        <translation>
            <numerusform>Se ha buscado en %1 de %Ln archivo; ningún pasaje habla de esto. No se ha preguntado al modelo.</numerusform>
            <numerusform>Se ha buscado en %1 de %Ln archivos; ningún pasaje habla de esto. No se ha preguntado al modelo.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>Lo más cercano</translation>
    </message>
    <message>
        <source>Not in your documents.</source>
        <translation>No está en tus documentos.</translation>
    </message>
    <message>
        <source>Open this document</source>
        <translation>Abrir este documento</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page %1 cannot be drawn. Its words are in the text.</source>
        <translation>La página %1 no se puede dibujar. Sus palabras están en el texto.</translation>
    </message>
    <message>
        <source>Page %1 is being drawn</source>
        <translation>Se está dibujando la página %1</translation>
    </message>
</context>
<context>
    <name>PaneCard</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;File name:</source>
        <translation>&amp;Nombre:</translation>
    </message>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Buscar en:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>&amp;Tipo de archivos:</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Backspace</source>
        <translation>Retroceso</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Supr</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Abajo</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Izquierda</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>AvPág</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>RePág</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Derecha</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Mayús</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Espacio</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Arriba</translation>
    </message>
</context>
<context>
    <name>QuestionRow</name>
    <message>
        <source>Edit the question</source>
        <translation>Editar la pregunta</translation>
    </message>
</context>
<context>
    <name>QuoteCard</name>
    <message>
        <source>Open %1</source>
        <translation>Abrir %1</translation>
    </message>
    <message>
        <source>Quote %1: %2 %3</source>
        <translation>Cita %1: %2 %3</translation>
    </message>
</context>
<context>
    <name>QuoteList</name>
    <message>
        <source>All quotes that were found</source>
        <translation>Todas las citas encontradas</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>Citas</translation>
    </message>
    <message>
        <source>Show %1 more</source>
        <translation>Mostrar %1 más</translation>
    </message>
    <message>
        <source>Show %1 more quotes</source>
        <translation>Mostrar más citas (%1)</translation>
    </message>
</context>
<context>
    <name>SafeText</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>It came with the text. ragdesk itself does not go online.</source>
        <translation>Venía en el texto. ragdesk no se conecta por su cuenta.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation>Abrir un enlace</translation>
    </message>
    <message>
        <source>Open this in another program?

%1</source>
        <translation>¿Abrir esto en otro programa?

%1</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
</context>
<context>
    <name>ScopeDialog</name>
    <message numerus="yes">
        <source>%n ticked</source>
        <translation>
            <numerusform>%Ln marcado</numerusform>
            <numerusform>%Ln marcados</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask all documents</source>
        <translation>Preguntar a todos los documentos</translation>
    </message>
    <message>
        <source>Ask nothing but the ticked documents</source>
        <translation>Preguntar solo a los documentos marcados</translation>
    </message>
    <message>
        <source>Ask only the ticked</source>
        <translation>Solo los marcados</translation>
    </message>
    <message>
        <source>Ask the whole library</source>
        <translation>Preguntar a toda la biblioteca</translation>
    </message>
    <message>
        <source>Documents to ask</source>
        <translation>Documentos a los que preguntar</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>Nada encaja.</translation>
    </message>
    <message>
        <source>Search documents</source>
        <translation>Buscar documentos</translation>
    </message>
    <message>
        <source>Tick all that are listed now</source>
        <translation>Marcar todos los que se muestran ahora</translation>
    </message>
    <message>
        <source>Tick these</source>
        <translation>Marcar estos</translation>
    </message>
    <message>
        <source>Untick all that are listed now</source>
        <translation>Desmarcar todos los que se muestran ahora</translation>
    </message>
    <message>
        <source>Untick these</source>
        <translation>Desmarcar estos</translation>
    </message>
    <message>
        <source>Which documents are asked</source>
        <translation>A qué documentos se pregunta</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default</source>
        <translation>Volver al valor inicial</translation>
    </message>
    <message>
        <source>Counts when ragdesk is started the next time.</source>
        <translation>Cuenta a partir del próximo inicio de ragdesk.</translation>
    </message>
    <message>
        <source>Counts when the chat model is loaded the next time.</source>
        <translation>Cuenta cuando se vuelva a cargar el modelo de chat.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close; everything is kept already</source>
        <translation>Cerrar; ya está todo guardado</translation>
    </message>
    <message>
        <source>Groups of settings</source>
        <translation>Grupos de ajustes</translation>
    </message>
    <message>
        <source>Reset this page</source>
        <translation>Restablecer esta página</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Buscar en los ajustes</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Take every setting on this page back to its default</source>
        <translation>Devolver todos los ajustes de esta página a su valor inicial</translation>
    </message>
</context>
<context>
    <name>ShortcutTable</name>
    <message>
        <source>%1 is taken already: %2. Choose other keys.</source>
        <translation>%1 ya se usa: %2. Elige otras teclas.</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>Volver al valor inicial</translation>
    </message>
    <message>
        <source>Keys for: %1</source>
        <translation>Teclas para: %1</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Change keys…</source>
        <translation>Cambiar teclas…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close this list</source>
        <translation>Cerrar esta lista</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Órdenes y sus teclas</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Opens the settings, where each command can have other keys</source>
        <translation>Abre los ajustes, donde cada orden puede tener otras teclas</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>Buscar órdenes y teclas</translation>
    </message>
    <message>
        <source>Shows the commands that hold these letters</source>
        <translation>Muestra las órdenes que contienen estas letras</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>%1 spans of text, %2 of them still waiting.</source>
        <translation>%1 fragmentos de texto, %2 de ellos aún en espera.</translation>
    </message>
    <message>
        <source>%1 · %2 tokens/s</source>
        <translation>%1 · %2 tokens/s</translation>
    </message>
    <message>
        <source>All commands, libraries, conversations and documents</source>
        <translation>Todas las órdenes, bibliotecas, conversaciones y documentos</translation>
    </message>
    <message>
        <source>Engine ended</source>
        <translation>Motor cerrado</translation>
    </message>
    <message>
        <source>Index not complete</source>
        <translation>Índice incompleto</translation>
    </message>
    <message>
        <source>Index ready</source>
        <translation>Índice listo</translation>
    </message>
    <message>
        <source>It is being started again.</source>
        <translation>Se está iniciando de nuevo.</translation>
    </message>
    <message>
        <source>It runs on: %1</source>
        <translation>Funciona en: %1</translation>
    </message>
    <message>
        <source>Memory of all processes together: %1</source>
        <translation>Memoria de todos los procesos juntos: %1</translation>
    </message>
    <message>
        <source>No chat model</source>
        <translation>Sin modelo de chat</translation>
    </message>
    <message>
        <source>Not locked offline</source>
        <translation>Red sin bloquear</translation>
    </message>
    <message>
        <source>Nothing to search yet</source>
        <translation>Aún no hay dónde buscar</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>Reading files…</source>
        <translation>Leyendo archivos…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Iniciando…</translation>
    </message>
    <message>
        <source>The chat model that writes answers.</source>
        <translation>El modelo de chat que redacta las respuestas.</translation>
    </message>
    <message>
        <source>The engine does not answer at the moment.</source>
        <translation>El motor no responde en este momento.</translation>
    </message>
    <message>
        <source>The engine is being started.</source>
        <translation>El motor se está iniciando.</translation>
    </message>
    <message>
        <source>The system does not refuse network connections to the engine.</source>
        <translation>El sistema no le niega al motor las conexiones de red.</translation>
    </message>
    <message>
        <source>The system refuses ragdesk every network connection.</source>
        <translation>El sistema le niega a ragdesk toda conexión de red.</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>Esperando…</translation>
    </message>
</context>
<context>
    <name>ThumbnailModel</name>
    <message>
        <source>Page %1</source>
        <translation>Página %1</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Show ragdesk</source>
        <translation>Mostrar ragdesk</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>Read again</source>
        <translation>Leer de nuevo</translation>
    </message>
    <message>
        <source>Read this file anew, as it is now</source>
        <translation>Volver a leer este archivo, tal como está ahora</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>Mostrar el texto</translation>
    </message>
    <message>
        <source>Show the words that were read from it</source>
        <translation>Mostrar las palabras que se leyeron de él</translation>
    </message>
</context>
<context>
    <name>TurnCommands</name>
    <message>
        <source>The question and its answer were deleted.</source>
        <translation>La pregunta y su respuesta se han eliminado.</translation>
    </message>
</context>
<context>
    <name>TurnFooter</name>
    <message>
        <source>Answer again</source>
        <translation>Responder de nuevo</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Copiar la respuesta</translation>
    </message>
    <message>
        <source>Copy with sources as Markdown</source>
        <translation>Copiar con las fuentes como Markdown</translation>
    </message>
    <message>
        <source>Delete question and answer</source>
        <translation>Eliminar pregunta y respuesta</translation>
    </message>
    <message>
        <source>Edit the question</source>
        <translation>Editar la pregunta</translation>
    </message>
    <message>
        <source>Go on in a new conversation</source>
        <translation>Seguir en una conversación nueva</translation>
    </message>
    <message>
        <source>More to do with this answer</source>
        <translation>Más acciones con esta respuesta</translation>
    </message>
    <message>
        <source>What the model read…</source>
        <translation>Lo que leyó el modelo…</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Ask this question again</source>
        <translation>Hacer otra vez esta pregunta</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Detenida.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Dismiss this notice</source>
        <translation>Descartar este aviso</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>_File</name>
    <message>
        <source>Choose a file on this computer</source>
        <translation>Elegir un archivo de este equipo</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>The one that comes with ragdesk</source>
        <translation>El que viene con ragdesk</translation>
    </message>
</context>
<context>
    <name>_Number</name>
    <message>
        <source>by itself</source>
        <translation>automático</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>About ragdesk…</source>
        <translation>Acerca de ragdesk…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Añadir una carpeta…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Añadir archivos…</translation>
    </message>
    <message>
        <source>Add what was copied</source>
        <translation>Añadir lo copiado</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>Todas las órdenes…</translation>
    </message>
    <message>
        <source>All pages</source>
        <translation>Todas las páginas</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Responder de nuevo</translation>
    </message>
    <message>
        <source>Choose documents to ask…</source>
        <translation>Elegir a qué documentos preguntar…</translation>
    </message>
    <message>
        <source>Choose the model…</source>
        <translation>Elegir el modelo…</translation>
    </message>
    <message>
        <source>Conversations…</source>
        <translation>Conversaciones…</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Copiar la respuesta</translation>
    </message>
    <message>
        <source>Copy with sources as Markdown</source>
        <translation>Copiar con las fuentes como Markdown</translation>
    </message>
    <message>
        <source>Doctor…</source>
        <translation>Diagnóstico…</translation>
    </message>
    <message>
        <source>Edit the question</source>
        <translation>Editar la pregunta</translation>
    </message>
    <message>
        <source>Export the conversation…</source>
        <translation>Exportar la conversación…</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>Buscar siguiente</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>Buscar anterior</translation>
    </message>
    <message>
        <source>Fit the page</source>
        <translation>Ajustar a la página</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>Ajustar al ancho</translation>
    </message>
    <message>
        <source>Go on in a new conversation</source>
        <translation>Seguir en una conversación nueva</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>Atajos de teclado…</translation>
    </message>
    <message>
        <source>Move the library to the bin</source>
        <translation>Mover la biblioteca a la papelera</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Nueva conversación</translation>
    </message>
    <message>
        <source>New library…</source>
        <translation>Nueva biblioteca…</translation>
    </message>
    <message>
        <source>Next citation</source>
        <translation>Cita siguiente</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Página siguiente</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Panel siguiente</translation>
    </message>
    <message>
        <source>Open in its program</source>
        <translation>Abrir en su programa</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>Pausar la lectura</translation>
    </message>
    <message>
        <source>Previous citation</source>
        <translation>Cita anterior</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Página anterior</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Panel anterior</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Read failed files again</source>
        <translation>Volver a leer los archivos con error</translation>
    </message>
    <message>
        <source>Rename the library…</source>
        <translation>Cambiar el nombre de la biblioteca…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Ajustes…</translation>
    </message>
    <message>
        <source>Show the documents</source>
        <translation>Mostrar los documentos</translation>
    </message>
    <message>
        <source>Show the evidence</source>
        <translation>Mostrar la evidencia</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Detener la respuesta</translation>
    </message>
    <message>
        <source>The bin…</source>
        <translation>La papelera…</translation>
    </message>
    <message>
        <source>The user guide</source>
        <translation>La guía del usuario</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>What the model read…</source>
        <translation>Lo que leyó el modelo…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
</context>
<context>
    <name>choices</name>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Alto contraste</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Sí</translation>
    </message>
</context>
<context>
    <name>evidence</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>página %1</translation>
    </message>
</context>
<context>
    <name>facts</name>
    <message>
        <source>%1 by OCR</source>
        <translation>%1 por OCR</translation>
    </message>
    <message>
        <source>%1 of %2 pages</source>
        <translation>%1 de %2 páginas</translation>
    </message>
    <message>
        <source>English</source>
        <translation>inglés</translation>
    </message>
    <message>
        <source>French</source>
        <translation>francés</translation>
    </message>
    <message>
        <source>German</source>
        <translation>alemán</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>italiano</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>portugués</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>español</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Word</translation>
    </message>
    <message>
        <source>changed %1</source>
        <translation>modificado: %1</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>no leído</translation>
    </message>
    <message>
        <source>read %1</source>
        <translation>leído: %1</translation>
    </message>
    <message>
        <source>read in part</source>
        <translation>leído en parte</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>leyendo</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>listo</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>omitido</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texto</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
    <message>
        <source>web page</source>
        <translation>página web</translation>
    </message>
</context>
<context>
    <name>jobs</name>
    <message>
        <source>%1 could not be read</source>
        <translation>no se pudo leer: %1</translation>
    </message>
    <message>
        <source>%1 files/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>faltan %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n files</source>
        <translation>
            <numerusform>%1 de %Ln archivo</numerusform>
            <numerusform>%1 de %Ln archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 passages/s</source>
        <translation>%1 pasajes/s</translation>
    </message>
    <message>
        <source>%1 skipped</source>
        <translation>omitidos: %1</translation>
    </message>
    <message>
        <source>%1 unchanged</source>
        <translation>sin cambios: %1</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Añadir %1</translation>
    </message>
    <message>
        <source>Build the index of %1</source>
        <translation>Construir el índice de %1</translation>
    </message>
    <message>
        <source>Building the index</source>
        <translation>Construyendo el índice</translation>
    </message>
    <message>
        <source>Cancelled after %1</source>
        <translation>Cancelada tras %1</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>Terminando</translation>
    </message>
    <message>
        <source>It could not be finished</source>
        <translation>No se pudo terminar</translation>
    </message>
    <message>
        <source>Look for changes in %1</source>
        <translation>Buscar cambios en %1</translation>
    </message>
    <message>
        <source>Looking for files</source>
        <translation>Buscando archivos</translation>
    </message>
    <message>
        <source>Making it searchable by meaning</source>
        <translation>Preparando la búsqueda por significado</translation>
    </message>
    <message>
        <source>Nothing new in %1</source>
        <translation>Nada nuevo en %1</translation>
    </message>
    <message>
        <source>Nothing read: %1</source>
        <translation>Nada leído: %1</translation>
    </message>
    <message>
        <source>Preparing the search, once for this computer</source>
        <translation>Preparando la búsqueda, una sola vez en este equipo</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>Leído: %1</translation>
    </message>
    <message>
        <source>Read %1, %2</source>
        <translation>Leído: %1; %2</translation>
    </message>
    <message>
        <source>Read again %1</source>
        <translation>Leer de nuevo %1</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>Leyendo %1</translation>
    </message>
    <message>
        <source>Reading is paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>The disk is almost full. It goes on by itself when there is room.</source>
        <translation>El disco está casi lleno. Seguirá por sí sola cuando haya sitio.</translation>
    </message>
    <message>
        <source>To save the battery. It goes on by itself on mains power.</source>
        <translation>Para ahorrar batería. Seguirá por sí sola con la corriente enchufada.</translation>
    </message>
    <message>
        <source>Waiting: %1</source>
        <translation>En espera: %1</translation>
    </message>
    <message>
        <source>You paused it</source>
        <translation>La has pausado tú</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelada</translation>
    </message>
    <message>
        <source>done</source>
        <translation>terminada</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>con error</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
</context>
<context>
    <name>list_menu</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>By kind of file</source>
        <translation>Por tipo de archivo</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Por nombre</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>Los más largos primero</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Los más recientes primero</translation>
    </message>
    <message>
        <source>Only not read</source>
        <translation>Solo los no leídos</translation>
    </message>
    <message>
        <source>Only read in part</source>
        <translation>Solo los leídos en parte</translation>
    </message>
    <message>
        <source>Only ready</source>
        <translation>Solo los listos</translation>
    </message>
    <message>
        <source>Only skipped</source>
        <translation>Solo los omitidos</translation>
    </message>
    <message>
        <source>Only waiting</source>
        <translation>Solo los que esperan</translation>
    </message>
    <message>
        <source>What needs you first</source>
        <translation>Primero lo que te necesita</translation>
    </message>
</context>
<context>
    <name>long_list</name>
    <message>
        <source>being fetched</source>
        <translation>cargándose</translation>
    </message>
</context>
<context>
    <name>markdown</name>
    <message>
        <source>Nearest: %1</source>
        <translation>Lo más cercano: %1</translation>
    </message>
    <message numerus="yes">
        <source>Searched %1 of %n files.</source>
        <translation>
            <numerusform>Se ha buscado en %1 de %Ln archivo.</numerusform>
            <numerusform>Se ha buscado en %1 de %Ln archivos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Fuentes</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>«%1»</translation>
    </message>
</context>
<context>
    <name>palette</name>
    <message>
        <source>Command</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Conversación</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
</context>
<context>
    <name>quotes</name>
    <message>
        <source>page %1</source>
        <translation>página %1</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>Add the file that it points to.</source>
        <translation>Añade el archivo al que apunta.</translation>
    </message>
    <message>
        <source>Allow your account to read the file, then read it again.</source>
        <translation>Permite que tu cuenta lea el archivo y vuelve a leerlo.</translation>
    </message>
    <message>
        <source>Close it in its program, then read it again.</source>
        <translation>Ciérralo en su programa y vuelve a leerlo.</translation>
    </message>
    <message>
        <source>Get the file again from where it came from, or save it anew in its program.</source>
        <translation>Vuelve a traer el archivo de donde vino o guárdalo de nuevo en su programa.</translation>
    </message>
    <message>
        <source>Give it the right ending, or save it anew in its program.</source>
        <translation>Dale la terminación correcta o guárdalo de nuevo en su programa.</translation>
    </message>
    <message>
        <source>If it should not be empty, restore it from a backup.</source>
        <translation>Si no debería estar vacío, restáuralo de una copia de seguridad.</translation>
    </message>
    <message>
        <source>Include it to have it read and searched again.</source>
        <translation>Inclúyelo para que se vuelva a leer y a buscar en él.</translation>
    </message>
    <message>
        <source>It may be a scan. Have its text recognised in a scanning program and save it.</source>
        <translation>Puede que sea un escaneo. Haz que un programa de escaneo reconozca su texto y guárdalo.</translation>
    </message>
    <message>
        <source>Put it back, or remove it from the library.</source>
        <translation>Devuélvelo a su sitio o quítalo de la biblioteca.</translation>
    </message>
    <message>
        <source>Read it again when the computer is less busy, or split it.</source>
        <translation>Vuelve a leerlo cuando el equipo esté menos ocupado, o divídelo.</translation>
    </message>
    <message>
        <source>Save a copy without a password and add that.</source>
        <translation>Guarda una copia sin contraseña y añádela.</translation>
    </message>
    <message>
        <source>Save it as PDF, Word or text and add that.</source>
        <translation>Guárdalo como PDF, Word o texto y añade esa copia.</translation>
    </message>
    <message>
        <source>Split it into smaller files.</source>
        <translation>Divídelo en archivos más pequeños.</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>dañado</translation>
    </message>
    <message>
        <source>empty file</source>
        <translation>archivo vacío</translation>
    </message>
    <message>
        <source>excluded by you</source>
        <translation>excluido por ti</translation>
    </message>
    <message>
        <source>kind of file not read</source>
        <translation>tipo no admitido</translation>
    </message>
    <message>
        <source>needs its password</source>
        <translation>necesita su contraseña</translation>
    </message>
    <message>
        <source>no longer there</source>
        <translation>ya no está</translation>
    </message>
    <message>
        <source>no text found</source>
        <translation>sin texto</translation>
    </message>
    <message>
        <source>not allowed to read it</source>
        <translation>sin permiso para leerlo</translation>
    </message>
    <message>
        <source>not an ordinary file</source>
        <translation>no es un archivo normal</translation>
    </message>
    <message>
        <source>not what its name says</source>
        <translation>no es lo que dice su nombre</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>demasiado grande</translation>
    </message>
    <message>
        <source>took too long</source>
        <translation>tardó demasiado</translation>
    </message>
    <message>
        <source>was being written</source>
        <translation>se estaba escribiendo</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Answering</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privacidad</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Búsqueda</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Atajos</translation>
    </message>
</context>
<context>
    <name>turns</name>
    <message>
        <source>%1 %2 %</source>
        <translation>%1 %2 %</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 con error</translation>
    </message>
    <message>
        <source>%1 files not fully read: %2</source>
        <translation>%1 archivos sin leer del todo: %2</translation>
    </message>
    <message>
        <source>%1 only in part</source>
        <translation>%1 solo en parte</translation>
    </message>
    <message>
        <source>%1 passages read</source>
        <translation>%1 pasajes leídos</translation>
    </message>
    <message>
        <source>%1 sentences are not found in your documents.</source>
        <translation>%1 frases no están en tus documentos.</translation>
    </message>
    <message>
        <source>%1 skipped</source>
        <translation>%1 sin leer</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 en espera</translation>
    </message>
    <message>
        <source>%1 · %2 s</source>
        <translation>%1 · %2 s</translation>
    </message>
    <message>
        <source>1 file not fully read: %1</source>
        <translation>1 archivo sin leer del todo: %1</translation>
    </message>
    <message>
        <source>1 passage read</source>
        <translation>1 pasaje leído</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>Preguntando al modelo…</translation>
    </message>
    <message>
        <source>In no passage: %1.</source>
        <translation>En ningún pasaje: %1.</translation>
    </message>
    <message>
        <source>Not found in your documents.</source>
        <translation>No está en tus documentos.</translation>
    </message>
    <message>
        <source>One sentence is not found in your documents.</source>
        <translation>Una frase no está en tus documentos.</translation>
    </message>
    <message>
        <source>Reading the passages…</source>
        <translation>Leyendo los pasajes…</translation>
    </message>
    <message numerus="yes">
        <source>Searched %1 of %n files</source>
        <translation>
            <numerusform>Se ha buscado en %1 de %Ln archivo</numerusform>
            <numerusform>Se ha buscado en %1 de %Ln archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Buscando…</translation>
    </message>
    <message>
        <source>Starting the model…</source>
        <translation>Iniciando el modelo…</translation>
    </message>
    <message>
        <source>The last sentence is not found in your documents.</source>
        <translation>La última frase no está en tus documentos.</translation>
    </message>
    <message>
        <source>The model ended over this answer. It is started again and asked once more…</source>
        <translation>El modelo se cerró con esta respuesta. Se inicia de nuevo y se le pregunta otra vez…</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Escribiendo…</translation>
    </message>
    <message>
        <source>quotes in %1 s</source>
        <translation>citas en %1 s</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%Ln archivo</numerusform>
            <numerusform>%Ln archivos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%Ln página</numerusform>
            <numerusform>%Ln páginas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n section(s)</source>
        <translation>
            <numerusform>%Ln sección</numerusform>
            <numerusform>%Ln secciones</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>hoy</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>ayer</translation>
    </message>
</context>
</TS>
