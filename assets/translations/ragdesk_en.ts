<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AddPreviewDialog</name>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files, %1</source>
        <translation>
            <numerusform>%Ln file, %1</numerusform>
            <numerusform>%Ln files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n files, %1; there was no end</source>
        <translation>
            <numerusform>At least %Ln file, %1; there was no end</numerusform>
            <numerusform>At least %Ln files, %1; there was no end</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BinDialog</name>
    <message numerus="yes">
        <source>Erased %n documents; ragdesk's files went from %1 to %2.</source>
        <translation>
            <numerusform>Erased %Ln document; ragdesk's files went from %1 to %2.</numerusform>
            <numerusform>Erased %Ln documents; ragdesk's files went from %1 to %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BinModel</name>
    <message numerus="yes">
        <source>%n documents</source>
        <translation>
            <numerusform>%Ln document</numerusform>
            <numerusform>%Ln documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>Ask about these %n documents</source>
        <translation>
            <numerusform>Ask about this document</numerusform>
            <numerusform>Ask about these %Ln documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationModel</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%Ln question</numerusform>
            <numerusform>%Ln questions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentSearch</name>
    <message numerus="yes">
        <source>Only %n of them are asked</source>
        <translation>
            <numerusform>Only %Ln of them is asked</numerusform>
            <numerusform>Only %Ln of them are asked</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message numerus="yes">
        <source>Exported %n documents into %1 (%2).</source>
        <translation>
            <numerusform>Exported %Ln document into %1 (%2).</numerusform>
            <numerusform>Exported %Ln documents into %1 (%2).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported “%1” with %n documents.</source>
        <translation>
            <numerusform>Imported “%1” with %Ln document.</numerusform>
            <numerusform>Imported “%1” with %Ln documents.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NothingCard</name>
    <message numerus="yes">
        <source>%1 of %n files were searched; no passage speaks of this. No model was asked.</source>
        <translation>
            <numerusform>%1 of %Ln file was searched; no passage speaks of this. No model was asked.</numerusform>
            <numerusform>%1 of %Ln files were searched; no passage speaks of this. No model was asked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScopeDialog</name>
    <message numerus="yes">
        <source>%n ticked</source>
        <translation>
            <numerusform>%Ln ticked</numerusform>
            <numerusform>%Ln ticked</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs</name>
    <message numerus="yes">
        <source>%1 of %n files</source>
        <translation>
            <numerusform>%1 of %Ln file</numerusform>
            <numerusform>%1 of %Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>markdown</name>
    <message numerus="yes">
        <source>Searched %1 of %n files.</source>
        <translation>
            <numerusform>Searched %1 of %Ln file.</numerusform>
            <numerusform>Searched %1 of %Ln files.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>turns</name>
    <message numerus="yes">
        <source>Searched %1 of %n files</source>
        <translation>
            <numerusform>Searched %1 of %Ln file</numerusform>
            <numerusform>Searched %1 of %Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%Ln page</numerusform>
            <numerusform>%Ln pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n section(s)</source>
        <translation>
            <numerusform>%Ln section</numerusform>
            <numerusform>%Ln sections</numerusform>
        </translation>
    </message>
</context>
</TS>
