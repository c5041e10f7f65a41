<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>AddressQuestion</name>
    <message>
        <source>That is no web address of a picture.</source>
        <translation>Das ist keine Webadresse eines Bildes.</translation>
    </message>
    <message>
        <source>Download this picture from {host}?</source>
        <translation>Dieses Bild von {host} herunterladen?</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
</context>
<context>
    <name>Browser</name>
    <message>
        <source>Add labels</source>
        <translation>Etiketten hinzufügen</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Folders and labels</source>
        <translation>Ordner und Etiketten</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>More about this</source>
        <translation>Mehr dazu</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Enter to edit, Delete to remove</source>
        <translation>Eingabetaste zum Bearbeiten, Entf zum Entfernen</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
    <message>
        <source>More about {name}</source>
        <translation>Mehr zu {name}</translation>
    </message>
</context>
<context>
    <name>ChoiceRow</name>
    <message>
        <source>More…</source>
        <translation>Mehr…</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchtest du tun?</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl finden</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Descriptions to compare</source>
        <translation>Beschreibungen zum Vergleichen</translation>
    </message>
    <message>
        <source>a dog, a cat, a child</source>
        <translation>ein Hund, eine Katze, ein Kind</translation>
    </message>
    <message>
        <source>Descriptions, with commas between them or one on a line</source>
        <translation>Beschreibungen, durch Kommas getrennt oder eine je Zeile</translation>
    </message>
    <message>
        <source>How well each description fits</source>
        <translation>Wie gut jede Beschreibung passt</translation>
    </message>
    <message>
        <source>{text} fits best, with {percent}.</source>
        <translation>{text} passt am besten, mit {percent}.</translation>
    </message>
</context>
<context>
    <name>Completing</name>
    <message>
        <source>Completions</source>
        <translation>Ergänzungen</translation>
    </message>
    <message>
        <source>Completions, the down arrow chooses</source>
        <translation>Ergänzungen, die Pfeiltaste nach unten wählt aus</translation>
    </message>
    <message>
        <source>Photos with a label</source>
        <translation>Fotos mit einem Etikett</translation>
    </message>
    <message>
        <source>Taken with a camera</source>
        <translation>Mit einer Kamera aufgenommen</translation>
    </message>
    <message>
        <source>Of a kind of file</source>
        <translation>Von einer Dateiart</translation>
    </message>
    <message>
        <source>In a folder</source>
        <translation>In einem Ordner</translation>
    </message>
    <message>
        <source>Of a day, a year or a span of time</source>
        <translation>Von einem Tag, einem Jahr oder einer Zeitspanne</translation>
    </message>
    <message>
        <source>Landscape, portrait or square</source>
        <translation>Querformat, Hochformat oder Quadrat</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>With so many stars or more</source>
        <translation>Mit so vielen Sternen oder mehr</translation>
    </message>
    <message>
        <source>With a place</source>
        <translation>Mit Ort</translation>
    </message>
    <message>
        <source>Larger or smaller files</source>
        <translation>Größere oder kleinere Dateien</translation>
    </message>
</context>
<context>
    <name>DateHistogram</name>
    <message>
        <source>Drag to choose a range of dates; double-click for all</source>
        <translation>Ziehen wählt einen Zeitraum, ein Doppelklick alles</translation>
    </message>
    <message>
        <source>From {month}</source>
        <translation>Ab {month}</translation>
    </message>
    <message>
        <source>Until {month}</source>
        <translation>Bis {month}</translation>
    </message>
</context>
<context>
    <name>DateScrubber</name>
    <message>
        <source>Dates</source>
        <translation>Datum</translation>
    </message>
</context>
<context>
    <name>ExampleRow</name>
    <message>
        <source>Example pictures</source>
        <translation>Beispielbilder</translation>
    </message>
    <message>
        <source>Drop pictures here that show it</source>
        <translation>Hier Bilder ablegen, die es zeigen</translation>
    </message>
    <message>
        <source>Example {number}; press to take it away</source>
        <translation>Beispiel {number}; drücken, um es wegzunehmen</translation>
    </message>
    <message>
        <source>Press to take it away</source>
        <translation>Drücken, um es wegzunehmen</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>What of the search fits this photo</source>
        <translation>Was von der Suche auf dieses Foto passt</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>Labels that fit this photo</source>
        <translation>Etiketten, die auf dieses Foto passen</translation>
    </message>
</context>
<context>
    <name>FileListDialog</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Film strip</source>
        <translation>Filmstreifen</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>The opposite</source>
        <translation>Das Gegenteil</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Only: {condition}</source>
        <translation>Nur: {condition}</translation>
    </message>
</context>
<context>
    <name>FilterPanel</name>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Dateityp</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Markiert</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
</context>
<context>
    <name>FolderSection</name>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>Remove {name} from PhotoCLIP; its photos stay where they are</source>
        <translation>{name} aus PhotoCLIP entfernen; die Fotos bleiben, wo sie sind</translation>
    </message>
</context>
<context>
    <name>ImportRow</name>
    <message>
        <source>Import from a file…</source>
        <translation>Aus einer Datei importieren…</translation>
    </message>
    <message>
        <source>Import from a folder…</source>
        <translation>Aus einem Ordner importieren…</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the import</source>
        <translation>Import anhalten</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Architecture of the model</source>
        <translation>Architektur des Modells</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the import</source>
        <translation>Import abbrechen</translation>
    </message>
    <message>
        <source>A model that you have as a file, from a USB stick for example.</source>
        <translation>Ein Modell, das als Datei vorliegt, zum Beispiel auf einem USB-Stick.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Choose a file with a model</source>
        <translation>Datei mit einem Modell wählen</translation>
    </message>
    <message>
        <source>Choose a folder with a model</source>
        <translation>Ordner mit einem Modell wählen</translation>
    </message>
    <message>
        <source>not needed: the folder says it</source>
        <translation>nicht nötig: steht im Ordner</translation>
    </message>
    <message>
        <source>may be left empty if you do not know it</source>
        <translation>darf leer bleiben, wenn du sie nicht kennst</translation>
    </message>
</context>
<context>
    <name>InfoPanel</name>
    <message>
        <source>Information</source>
        <translation>Informationen</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>Etikett hinzufügen</translation>
    </message>
    <message>
        <source>Close the information</source>
        <translation>Informationen schließen</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>Description for people who cannot see it</source>
        <translation>Beschreibung für alle, die es nicht sehen</translation>
    </message>
    <message>
        <source>No photo is chosen</source>
        <translation>Kein Foto gewählt</translation>
    </message>
</context>
<context>
    <name>LabelEditor</name>
    <message>
        <source>What it looks like, one on each line</source>
        <translation>Wie es aussieht, eins je Zeile</translation>
    </message>
    <message>
        <source>golden retriever</source>
        <translation>Golden Retriever</translation>
    </message>
    <message>
        <source>What it must not look like</source>
        <translation>Wie es nicht aussehen darf</translation>
    </message>
    <message>
        <source>stuffed animal</source>
        <translation>Stofftier</translation>
    </message>
    <message>
        <source>No colour</source>
        <translation>Keine Farbe</translation>
    </message>
    <message>
        <source>Its photos may be veiled</source>
        <translation>Seine Fotos dürfen verhüllt werden</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Ochre</source>
        <translation>Ocker</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Turquoise</source>
        <translation>Türkis</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>Rosa</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>Schließen, ohne zu speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Where it cuts</source>
        <translation>Wo die Grenze liegt</translation>
    </message>
    <message>
        <source>Lies in</source>
        <translation>Gehört zu</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Edit the label</source>
        <translation>Etikett bearbeiten</translation>
    </message>
    <message>
        <source>New label</source>
        <translation>Neues Etikett</translation>
    </message>
    <message>
        <source>Nothing else</source>
        <translation>Keinem anderen</translation>
    </message>
    <message>
        <source>From {share} % sure: {photos}</source>
        <translation>Ab {share} % sicher: {photos}</translation>
    </message>
</context>
<context>
    <name>LabelList</name>
    <message>
        <source>Labels</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Review its photos…</source>
        <translation>Fotos durchgehen…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Merge into</source>
        <translation>Vereinen mit</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>New label…</source>
        <translation>Neues Etikett…</translation>
    </message>
    <message>
        <source>Ready-made labels</source>
        <translation>Fertige Etiketten</translation>
    </message>
    <message>
        <source>Add labels: {name}</source>
        <translation>Etiketten hinzufügen: {name}</translation>
    </message>
    <message>
        <source>Import labels…</source>
        <translation>Etiketten importieren…</translation>
    </message>
    <message>
        <source>Export labels…</source>
        <translation>Etiketten exportieren…</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>Etiketten importieren</translation>
    </message>
    <message>
        <source>Export labels</source>
        <translation>Etiketten exportieren</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>Nach Änderungen suchen</translation>
    </message>
    <message>
        <source>Photos that could not be read</source>
        <translation>Nicht lesbare Fotos</translation>
    </message>
    <message>
        <source>Write labels for other programs…</source>
        <translation>Etiketten für andere Programme schreiben…</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Informationen</translation>
    </message>
    <message>
        <source>Show veiled photos</source>
        <translation>Verhüllte Fotos zeigen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Search with what was copied</source>
        <translation>Mit Kopiertem suchen</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Save the search…</source>
        <translation>Suche speichern…</translation>
    </message>
    <message>
        <source>The picture is being downloaded…</source>
        <translation>Das Bild wird heruntergeladen…</translation>
    </message>
    <message>
        <source>The folder “{name}” was added.</source>
        <translation>Der Ordner „{name}“ wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>Remove it again</source>
        <translation>Wieder entfernen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Getting ready. Your search runs in a moment.</source>
        <translation>Gleich bereit. Die Suche läuft in einem Moment.</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <source>Download again…</source>
        <translation>Erneut herunterladen…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Verwerfen…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Progress of {name}</source>
        <translation>Fortschritt von {name}</translation>
    </message>
    <message>
        <source>for research only</source>
        <translation>nur für die Forschung</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>empfohlen</translation>
    </message>
    <message>
        <source>Another model is on its way.</source>
        <translation>Ein anderes Modell ist unterwegs.</translation>
    </message>
    <message>
        <source>I have read this and keep to it.</source>
        <translation>Ich habe das gelesen und halte mich daran.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>Languages</source>
        <translation>Sprachen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Names what is shown</source>
        <translation>Benennt, was zu sehen ist</translation>
    </message>
    <message>
        <source>Finds a described photo</source>
        <translation>Findet beschriebene Fotos</translation>
    </message>
    <message>
        <source>Right for {percent} of the photos in ImageNet’s 1000 classes, without training</source>
        <translation>Richtig bei {percent} der Fotos in den 1000 Klassen von ImageNet, ohne Training</translation>
    </message>
    <message>
        <source>The described photo comes first among 5000 of COCO in {percent} of searches</source>
        <translation>Das beschriebene Foto kommt bei {percent} der Suchen als erstes von 5000 aus COCO</translation>
    </message>
</context>
<context>
    <name>ModelHint</name>
    <message>
        <source>{reason} Browsing goes on without it.</source>
        <translation>{reason} Ansehen lassen sich die Fotos auch ohne.</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Look at the models</source>
        <translation>Modelle ansehen</translation>
    </message>
</context>
<context>
    <name>ModelSection</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The model decides what your searches find. It runs on this computer; the network is used for a download that you ask for, and for nothing else.</source>
        <translation>Das Modell entscheidet, was deine Suchen finden. Es läuft auf diesem Computer; das Netz wird nur für Downloads benutzt, die du verlangst.</translation>
    </message>
    <message>
        <source>The list appears in a moment.</source>
        <translation>Die Liste erscheint gleich.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Put away</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
</context>
<context>
    <name>OpenWith</name>
    <message>
        <source>Open with</source>
        <translation>Öffnen mit</translation>
    </message>
    <message>
        <source>Choose a program…</source>
        <translation>Programm auswählen…</translation>
    </message>
    <message>
        <source>No program is known for these photos</source>
        <translation>Für diese Fotos ist kein Programm bekannt</translation>
    </message>
    <message>
        <source>{name} could not be started.</source>
        <translation>{name} konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>Choose a program</source>
        <translation>Programm auswählen</translation>
    </message>
    <message>
        <source>Programs (*.app)</source>
        <translation>Programme (*.app)</translation>
    </message>
</context>
<context>
    <name>PhotoActions</name>
    <message>
        <source>Open with…</source>
        <translation>Öffnen mit…</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Find similar</source>
        <translation>Ähnliche finden</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Add a label…</source>
        <translation>Etikett hinzufügen…</translation>
    </message>
    <message>
        <source>Open with the usual program</source>
        <translation>Mit dem üblichen Programm öffnen</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>Im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy to a folder…</source>
        <translation>In einen Ordner kopieren…</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>In den Papierkorb legen…</translation>
    </message>
    <message>
        <source>Choose a photo first.</source>
        <translation>Bitte erst ein Foto auswählen.</translation>
    </message>
    <message>
        <source>Rating: {stars}</source>
        <translation>Bewertung: {stars}</translation>
    </message>
    <message>
        <source>No file manager could be found that shows {name}.</source>
        <translation>Es wurde keine Dateiverwaltung gefunden, die {name} zeigt.</translation>
    </message>
    <message>
        <source>{name} could not be copied: {reason}</source>
        <translation>{name} konnte nicht kopiert werden: {reason}</translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message>
        <source>Photos are still being copied or moved. The window closes after that.</source>
        <translation>Fotos werden noch kopiert oder verschoben. Danach schließt sich das Fenster.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Abbrechen und schließen</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>Open all</source>
        <translation>Alle öffnen</translation>
    </message>
    <message>
        <source>Open none</source>
        <translation>Keines öffnen</translation>
    </message>
    <message>
        <source>No program could be found that opens {name}.</source>
        <translation>Es wurde kein Programm gefunden, das {name} öffnet.</translation>
    </message>
    <message>
        <source>Copy to a folder</source>
        <translation>In einen Ordner kopieren</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb legen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Zurückholen</translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
</context>
<context>
    <name>PhotoModel</name>
    <message>
        <source>Its folder is not connected.</source>
        <translation>Sein Ordner ist nicht verbunden.</translation>
    </message>
</context>
<context>
    <name>PictureQuery</name>
    <message>
        <source>There is no picture in what you dropped.</source>
        <translation>In dem, was du abgelegt hast, ist kein Bild.</translation>
    </message>
    <message>
        <source>this picture</source>
        <translation>dieses Bild</translation>
    </message>
    <message>
        <source>It is too small to search with.</source>
        <translation>Es ist zu klein, um damit zu suchen.</translation>
    </message>
    <message>
        <source>That picture cannot be searched with: {reason}</source>
        <translation>Mit diesem Bild lässt sich nicht suchen: {reason}</translation>
    </message>
    <message>
        <source>“{name}” cannot be searched with: {reason}</source>
        <translation>Mit „{name}“ lässt sich nicht suchen: {reason}</translation>
    </message>
</context>
<context>
    <name>PreferenceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Nach Tag</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>Nach Monat</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>Photos in order of time are grouped</source>
        <translation>Fotos in zeitlicher Folge gruppieren</translation>
    </message>
    <message>
        <source>Are shown like all others</source>
        <translation>Zeigen wie alle anderen</translation>
    </message>
    <message>
        <source>Are veiled until I ask</source>
        <translation>Verhüllen, bis ich sie sehen will</translation>
    </message>
    <message>
        <source>Are hidden until I ask</source>
        <translation>Verbergen, bis ich sie sehen will</translation>
    </message>
    <message>
        <source>Photos with sensitive labels</source>
        <translation>Fotos mit heiklen Etiketten</translation>
    </message>
    <message>
        <source>Language (from the next start)</source>
        <translation>Sprache (ab dem nächsten Start)</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>The best there is</source>
        <translation>Bestes vorhandenes Gerät</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Graphics card (Apple)</source>
        <translation>Grafikkarte (Apple)</translation>
    </message>
    <message>
        <source>Model runs on (from the next start)</source>
        <translation>Modell läuft auf (ab dem nächsten Start)</translation>
    </message>
    <message>
        <source>As many as are good</source>
        <translation>So viele wie sinnvoll</translation>
    </message>
    <message>
        <source>Processor threads (from the next start)</source>
        <translation>Prozessor-Threads (ab dem nächsten Start)</translation>
    </message>
    <message>
        <source>Wait with indexing while on battery</source>
        <translation>Im Akkubetrieb mit dem Erfassen neuer Fotos warten</translation>
    </message>
    <message>
        <source>Room for thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>No labels</source>
        <translation>Keine Etiketten</translation>
    </message>
    <message>
        <source>Labels I accepted</source>
        <translation>Bestätigte Etiketten</translation>
    </message>
    <message>
        <source>Labels I accepted and very likely ones</source>
        <translation>Bestätigte und sehr wahrscheinliche Etiketten</translation>
    </message>
    <message>
        <source>Write for other programs</source>
        <translation>Für andere Programme schreiben</translation>
    </message>
    <message>
        <source>XMP files beside the photos</source>
        <translation>XMP-Dateien neben den Fotos</translation>
    </message>
    <message>
        <source>The photos themselves, where that can be</source>
        <translation>Die Fotos selbst, wo das geht</translation>
    </message>
    <message>
        <source>Labels are written into</source>
        <translation>Etiketten kommen in</translation>
    </message>
    <message>
        <source>Into JPEG, PNG, WebP and TIFF. Other photos get an XMP file, and one that is there is written too: it counts before what is in the photo. Pixels and everything else in the file stay as they are.</source>
        <translation>In JPEG, PNG, WebP und TIFF. Andere Fotos bekommen eine XMP-Datei, und eine vorhandene wird auch geschrieben: Sie gilt vor dem, was im Foto steht. Die Pixel und alles andere in der Datei bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Write descriptions made from labels where there are none</source>
        <translation>Beschreibungen aus Etiketten schreiben, wo keine sind</translation>
    </message>
    <message>
        <source>An alternative text from the labels you accepted and the description that fits best. It never takes the place of another one.</source>
        <translation>Ein Alternativtext aus den bestätigten Etiketten und der Beschreibung, die am besten passt. Einen anderen ersetzt er nie.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>One name or path on each line, such as *.gif or Screenshots. Nothing is deleted.</source>
        <translation>Ein Name oder Pfad je Zeile, etwa *.gif oder Screenshots. Gelöscht wird nichts.</translation>
    </message>
    <message>
        <source>Colours of the photos</source>
        <translation>Farben der Fotos</translation>
    </message>
    <message>
        <source>By the screen&apos;s profile</source>
        <translation>Nach dem Profil des Bildschirms</translation>
    </message>
    <message>
        <source>As sRGB</source>
        <translation>Als sRGB</translation>
    </message>
    <message>
        <source>By a profile from a file…</source>
        <translation>Nach einem Profil aus einer Datei…</translation>
    </message>
    <message>
        <source>Colour profiles (*.icc *.icm)</source>
        <translation>Farbprofile (*.icc *.icm)</translation>
    </message>
</context>
<context>
    <name>ProblemsDialog</name>
    <message>
        <source>Photos that could not be read</source>
        <translation>Nicht lesbare Fotos</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>Im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Liste kopieren</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
</context>
<context>
    <name>RecentSearches</name>
    <message>
        <source>Recent searches</source>
        <translation>Letzte Suchen</translation>
    </message>
    <message>
        <source>Forget recent searches</source>
        <translation>Letzte Suchen vergessen</translation>
    </message>
</context>
<context>
    <name>RelevanceControl</name>
    <message>
        <source>How many photos are found</source>
        <translation>Wie viele Fotos gefunden werden</translation>
    </message>
    <message>
        <source>Moves the line at which a search ends</source>
        <translation>Verschiebt die Grenze, an der eine Suche endet</translation>
    </message>
    <message>
        <source>Show scores</source>
        <translation>Werte zeigen</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>Weniger</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Y</source>
        <comment>key for yes</comment>
        <translation>J</translation>
    </message>
    <message>
        <source>N</source>
        <comment>key for no</comment>
        <translation>N</translation>
    </message>
    <message>
        <source>Back to the photos</source>
        <translation>Zurück zu den Fotos</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Not sure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Take back the last answer</source>
        <translation>Die letzte Antwort zurücknehmen</translation>
    </message>
    <message>
        <source>{text}  ({key})</source>
        <translation>{text}  ({key})</translation>
    </message>
    <message>
        <source>Does “{label}” fit?</source>
        <translation>Passt „{label}“?</translation>
    </message>
</context>
<context>
    <name>Reviewing</name>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
    <message>
        <source>There is nothing left to ask about this label.</source>
        <translation>Zu diesem Etikett gibt es nichts mehr zu fragen.</translation>
    </message>
    <message>
        <source>There are no photos to ask about yet.</source>
        <translation>Noch gibt es keine Fotos, nach denen zu fragen wäre.</translation>
    </message>
    <message>
        <source>{share} % sure</source>
        <translation>{share} % sicher</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>Saved searches</source>
        <translation>Gespeicherte Suchen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Replace with the present search</source>
        <translation>Durch die jetzige Suche ersetzen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>SavingRow</name>
    <message>
        <source>Name of the search</source>
        <translation>Name der Suche</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save this search as</source>
        <translation>Speichern als</translation>
    </message>
</context>
<context>
    <name>ScreenAwake</name>
    <message>
        <source>Slideshow</source>
        <translation>Diaschau</translation>
    </message>
</context>
<context>
    <name>ScreenColours</name>
    <message>
        <source>{name} cannot be used, and colours are shown as sRGB. {reason}</source>
        <translation>{name} kann nicht verwendet werden, und die Farben erscheinen als sRGB. {reason}</translation>
    </message>
    <message>
        <source>The screen&apos;s colour profile cannot be used. {reason}</source>
        <translation>Das Farbprofil des Bildschirms kann nicht verwendet werden. {reason}</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Recent searches</source>
        <translation>Letzte Suchen</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Add words</source>
        <translation>Weitere Wörter</translation>
    </message>
    <message>
        <source>Describe a photo, or drop a picture here</source>
        <translation>Foto beschreiben oder ein Bild hier ablegen</translation>
    </message>
</context>
<context>
    <name>SearchEdit</name>
    <message>
        <source>Search photos</source>
        <translation>Fotos suchen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Back to the photos</source>
        <translation>Zurück zu den Fotos</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Find a shortcut</source>
        <translation>Tastenkürzel finden</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Beim Suchen</translation>
    </message>
    <message>
        <source>Among the photos</source>
        <translation>Bei den Fotos</translation>
    </message>
    <message>
        <source>Looking at one photo</source>
        <translation>Beim Ansehen eines Fotos</translation>
    </message>
    <message>
        <source>In the side panel</source>
        <translation>In der Seitenleiste</translation>
    </message>
    <message>
        <source>Go to the search</source>
        <translation>Zur Suche</translation>
    </message>
    <message>
        <source>Make chips of the words</source>
        <translation>Aus den Wörtern Bausteine machen</translation>
    </message>
    <message>
        <source>Complete a filter</source>
        <translation>Einen Filter ergänzen</translation>
    </message>
    <message>
        <source>Show what can be filtered by</source>
        <translation>Zeigen, wonach gefiltert werden kann</translation>
    </message>
    <message>
        <source>On to the photos</source>
        <translation>Weiter zu den Fotos</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alle auswählen</translation>
    </message>
    <message>
        <source>Select from here to there</source>
        <translation>Von hier bis dort auswählen</translation>
    </message>
    <message>
        <source>Shift and an arrow</source>
        <translation>Umschalt und ein Pfeil</translation>
    </message>
    <message>
        <source>Larger and smaller photos</source>
        <translation>Größere und kleinere Fotos</translation>
    </message>
    <message>
        <source>Ctrl and the wheel</source>
        <translation>Strg und das Mausrad</translation>
    </message>
    <message>
        <source>First and last photo</source>
        <translation>Erstes und letztes Foto</translation>
    </message>
    <message>
        <source>Next and previous photo</source>
        <translation>Nächstes und voriges Foto</translation>
    </message>
    <message>
        <source>Larger and smaller</source>
        <translation>Größer und kleiner</translation>
    </message>
    <message>
        <source>Real size, or the whole photo</source>
        <translation>Volle Größe oder ganzes Foto</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>Ansicht drehen</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>Diaschau</translation>
    </message>
    <message>
        <source>Time for each photo of the slideshow</source>
        <translation>Zeit je Foto der Diaschau</translation>
    </message>
    <message>
        <source>Hold a moving picture</source>
        <translation>Bewegtes Bild anhalten</translation>
    </message>
    <message>
        <source>See a veiled photo</source>
        <translation>Verhülltes Foto ansehen</translation>
    </message>
    <message>
        <source>Film strip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Back to the photos</source>
        <translation>Zurück zu den Fotos</translation>
    </message>
    <message>
        <source>Show alone</source>
        <translation>Allein zeigen</translation>
    </message>
    <message>
        <source>Show beside others</source>
        <translation>Neben anderen zeigen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>SideItem</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>SideList</name>
    <message>
        <source>{line}, shown</source>
        <translation>{line}, wird gezeigt</translation>
    </message>
</context>
<context>
    <name>SidePane</name>
    <message>
        <source>Why it is here</source>
        <translation>Warum es hier ist</translation>
    </message>
    <message>
        <source>Most like it</source>
        <translation>Am ähnlichsten</translation>
    </message>
    <message>
        <source>Which fits best?</source>
        <translation>Was passt am besten?</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Searches</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Choose a folder with photos</source>
        <translation>Ordner mit Fotos wählen</translation>
    </message>
    <message>
        <source>Remove “{name}” from PhotoCLIP? Your photos stay where they are.</source>
        <translation>„{name}“ aus PhotoCLIP entfernen? Deine Fotos bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>Nach Änderungen suchen</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>Im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Remove from PhotoCLIP…</source>
        <translation>Aus PhotoCLIP entfernen…</translation>
    </message>
</context>
<context>
    <name>StarRow</name>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>A favourite</source>
        <translation>Ein Favorit</translation>
    </message>
    <message>
        <source>Make it a favourite</source>
        <translation>Zum Favoriten machen</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Size of the photos</source>
        <translation>Größe der Fotos</translation>
    </message>
    <message>
        <source>Size of the photos (Ctrl+wheel)</source>
        <translation>Größe der Fotos (Strg+Mausrad)</translation>
    </message>
    <message>
        <source>{shown} of {photos}</source>
        <translation>{shown} von {photos}</translation>
    </message>
    <message>
        <source>Preparing the model for this computer, only once…</source>
        <translation>Das Modell wird einmalig für diesen Computer vorbereitet…</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>Gleich bereit…</translation>
    </message>
    <message>
        <source>Search by meaning is off</source>
        <translation>Suche nach Inhalt ist aus</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Ready on the {device}</source>
        <translation>Bereit ({device})</translation>
    </message>
</context>
<context>
    <name>Suggestion</name>
    <message>
        <source>Put away</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>TermChip</name>
    <message>
        <source>Less like this</source>
        <translation>Weniger so etwas</translation>
    </message>
    <message>
        <source>Half weight</source>
        <translation>Halbes Gewicht</translation>
    </message>
    <message>
        <source>Normal weight</source>
        <translation>Normales Gewicht</translation>
    </message>
    <message>
        <source>Double weight</source>
        <translation>Doppeltes Gewicht</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Similar to {name}</source>
        <translation>Ähnlich wie {name}</translation>
    </message>
    <message>
        <source>Less like {name}</source>
        <translation>Weniger wie {name}</translation>
    </message>
    <message>
        <source>{name}, weight {weight}</source>
        <translation>{name}, Gewicht {weight}</translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message>
        <source>Put back from the trash</source>
        <translation>Aus dem Papierkorb zurückholen</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>The folder of this photo is not connected.</source>
        <translation>Der Ordner dieses Fotos ist nicht verbunden.</translation>
    </message>
    <message>
        <source>This photo is veiled. Press V to see it.</source>
        <translation>Dieses Foto ist verhüllt. V drücken, um es zu sehen.</translation>
    </message>
    <message>
        <source>The slideshow is paused.</source>
        <translation>Die Diaschau ist angehalten.</translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message>
        <source>Back to the photos</source>
        <translation>Zurück zu den Fotos</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>Ansicht drehen</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>Diaschau</translation>
    </message>
    <message>
        <source>Film strip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Informationen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Zoom: {percent} %. Press for full size or to fit.</source>
        <translation>Zoom: {percent} %. Drücken für volle Größe oder das ganze Foto.</translation>
    </message>
    <message>
        <source>Full size or fit to the window</source>
        <translation>Volle Größe oder ganzes Foto</translation>
    </message>
    <message>
        <source>Go on with the slideshow</source>
        <translation>Diaschau fortsetzen</translation>
    </message>
    <message>
        <source>Pause the slideshow</source>
        <translation>Diaschau anhalten</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>Each photo for {seconds} seconds</source>
        <translation>Jedes Foto {seconds} Sekunden lang</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>Vollbild verlassen</translation>
    </message>
</context>
<context>
    <name>ViewerFrame</name>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
</context>
<context>
    <name>Viewing</name>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
    <message>
        <source>None of these photos can be shown: they are veiled or cannot be read.</source>
        <translation>Keines dieser Fotos kann gezeigt werden: Sie sind verhüllt oder nicht lesbar.</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>All commands…</source>
        <translation>Alle Befehle…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>WritingDialog</name>
    <message>
        <source>Write labels for other programs</source>
        <translation>Etiketten für andere Programme schreiben</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Looking at the files…</source>
        <translation>Die Dateien werden durchgesehen…</translation>
    </message>
</context>
<context>
    <name>_AltText</name>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
</context>
<context>
    <name>_Meter</name>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
</context>
<context>
    <name>_Numerus</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read</source>
        <translation>
            <numerusform>%Ln nicht lesbar</numerusform>
            <numerusform>%Ln nicht lesbar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos are hidden as sensitive.</source>
        <translation>
            <numerusform>%Ln Foto ist als heikel verborgen.</numerusform>
            <numerusform>%Ln Fotos sind als heikel verborgen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show more (%Ln photos fit less well)</source>
        <translation>
            <numerusform>Mehr zeigen (%Ln Foto passt weniger gut)</numerusform>
            <numerusform>Mehr zeigen (%Ln Fotos passen weniger gut)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minutes left</source>
        <translation>
            <numerusform>noch etwa %Ln Minute</numerusform>
            <numerusform>noch etwa %Ln Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hours left</source>
        <translation>
            <numerusform>noch etwa %Ln Stunde</numerusform>
            <numerusform>noch etwa %Ln Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln Stern</numerusform>
            <numerusform>%Ln Sterne</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos were copied.</source>
        <translation>
            <numerusform>%Ln Foto wurde kopiert.</numerusform>
            <numerusform>%Ln Fotos wurden kopiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos are in the trash.</source>
        <translation>
            <numerusform>%Ln Foto ist im Papierkorb.</numerusform>
            <numerusform>%Ln Fotos sind im Papierkorb.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files would be written. Nothing has been written yet.</source>
        <translation>
            <numerusform>%Ln Datei würde geschrieben. Noch ist nichts geschrieben.</numerusform>
            <numerusform>%Ln Dateien würden geschrieben. Noch ist nichts geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files were written.</source>
        <translation>
            <numerusform>%Ln Datei wurde geschrieben.</numerusform>
            <numerusform>%Ln Dateien wurden geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %Ln photos with the usual program, each by itself?</source>
        <translation>
            <numerusform>%Ln Foto mit dem üblichen Programm öffnen?</numerusform>
            <numerusform>%Ln Fotos mit dem üblichen Programm öffnen, jedes für sich?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photos to the trash?</source>
        <translation>
            <numerusform>%Ln Foto in den Papierkorb legen?</numerusform>
            <numerusform>%Ln Fotos in den Papierkorb legen?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_TagChip</name>
    <message>
        <source>{name} ({count})</source>
        <translation>{name} ({count})</translation>
    </message>
    <message>
        <source>You said that this is wrong.</source>
        <translation>Von dir verneint.</translation>
    </message>
    <message>
        <source>On {count} of {total} photos.</source>
        <translation>Auf {count} von {total} Fotos.</translation>
    </message>
    <message>
        <source>Because “{name}” lies in it.</source>
        <translation>Weil „{name}“ darin liegt.</translation>
    </message>
    <message>
        <source>You said so.</source>
        <translation>Von dir bestätigt.</translation>
    </message>
    <message>
        <source>The file says so.</source>
        <translation>Steht in der Datei.</translation>
    </message>
    <message>
        <source>Found by itself.</source>
        <translation>Von selbst gefunden.</translation>
    </message>
    <message>
        <source>Found by itself, {share} % sure.</source>
        <translation>Von selbst gefunden, {share} % sicher.</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Right for all of them</source>
        <translation>Richtig für alle</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Falsch</translation>
    </message>
    <message>
        <source>Wrong for all of them</source>
        <translation>Falsch für alle</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>Photos with “{name}”</source>
        <translation>Fotos mit „{name}“</translation>
    </message>
</context>
<context>
    <name>_Work</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
</context>
<context>
    <name>changes</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the rating</source>
        <translation>Bewertung rückgängig machen</translation>
    </message>
    <message>
        <source>Undo the change of favourites</source>
        <translation>Änderung der Favoriten rückgängig machen</translation>
    </message>
    <message>
        <source>Undo the change of the description</source>
        <translation>Änderung der Beschreibung rückgängig machen</translation>
    </message>
    <message>
        <source>Undo the judgement of labels</source>
        <translation>Urteil über Etiketten rückgängig machen</translation>
    </message>
    <message>
        <source>Undo the removal of the folder</source>
        <translation>Entfernen des Ordners rückgängig machen</translation>
    </message>
    <message>
        <source>Undo the change of saved searches</source>
        <translation>Änderung gespeicherter Suchen rückgängig machen</translation>
    </message>
    <message>
        <source>Undo the change of labels</source>
        <translation>Änderung der Etiketten rückgängig machen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo the rating</source>
        <translation>Bewertung wiederholen</translation>
    </message>
    <message>
        <source>Redo the change of favourites</source>
        <translation>Änderung der Favoriten wiederholen</translation>
    </message>
    <message>
        <source>Redo the change of the description</source>
        <translation>Änderung der Beschreibung wiederholen</translation>
    </message>
    <message>
        <source>Redo the judgement of labels</source>
        <translation>Urteil über Etiketten wiederholen</translation>
    </message>
    <message>
        <source>Redo the removal of the folder</source>
        <translation>Entfernen des Ordners wiederholen</translation>
    </message>
    <message>
        <source>Redo the change of saved searches</source>
        <translation>Änderung gespeicherter Suchen wiederholen</translation>
    </message>
    <message>
        <source>Redo the change of labels</source>
        <translation>Änderung der Etiketten wiederholen</translation>
    </message>
    <message>
        <source>The folder was removed. Its photos stay where they are.</source>
        <translation>Der Ordner wurde entfernt. Seine Fotos bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>The label “{name}” was removed.</source>
        <translation>Das Etikett „{name}“ wurde entfernt.</translation>
    </message>
    <message>
        <source>The label “{name}” is part of “{into}” now.</source>
        <translation>Das Label „{name}“ gehört jetzt zu „{into}“.</translation>
    </message>
    <message>
        <source>The saved search was removed.</source>
        <translation>Die gespeicherte Suche wurde entfernt.</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>The labels are in {path}.</source>
        <translation>Die Etiketten stehen in {path}.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong ({kind}): {said}.</source>
        <translation>Etwas Unerwartetes ist schiefgegangen ({kind}): {said}.</translation>
    </message>
    <message>
        <source>Another model is on its way; stop it first, or wait.</source>
        <translation>Ein anderes Modell ist unterwegs; halte es zuerst an, oder warte.</translation>
    </message>
    <message>
        <source>its {name} is {found}, not {wanted}</source>
        <translation>{name} ist {found}, nicht {wanted}</translation>
    </message>
    <message>
        <source>{name} is damaged or holds no model.</source>
        <translation>{name} ist beschädigt oder enthält kein Modell.</translation>
    </message>
    <message>
        <source>{name} is damaged, or holds more than a model&apos;s numbers, such as code; it was refused, and nothing in it was run.</source>
        <translation>{name} ist beschädigt oder enthält mehr als die Zahlen eines Modells, etwa Programmcode; die Datei wurde abgelehnt und nichts darin ausgeführt.</translation>
    </message>
    <message>
        <source>open_clip knows no architecture “{name}”.</source>
        <translation>open_clip kennt keine Architektur „{name}“.</translation>
    </message>
    <message>
        <source>{path} asks for code or files from elsewhere; it was refused.</source>
        <translation>{path} verlangt Code oder Dateien von anderswo; das wurde abgelehnt.</translation>
    </message>
    <message>
        <source>{name} is no checkpoint of {architecture}: {difference}.</source>
        <translation>{name} ist kein Checkpoint von {architecture}: {difference}.</translation>
    </message>
    <message>
        <source>The model&apos;s {name} asks to run code; it was refused.</source>
        <translation>{name} des Modells will Code ausführen; das wurde abgelehnt.</translation>
    </message>
    <message>
        <source>The weights of {name} were trained with different colours; say which ones these are, for example {examples}.</source>
        <translation>Die Gewichte von {name} wurden mit verschiedenen Farben trainiert; nenne die gemeinten, zum Beispiel {examples}.</translation>
    </message>
    <message>
        <source>it lacks {first} and {others} others</source>
        <translation>{first} und {others} weitere fehlen</translation>
    </message>
    <message>
        <source>it has {first} and {others} others too many</source>
        <translation>{first} und {others} weitere sind zu viel</translation>
    </message>
    <message>
        <source>one number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>open_clip knows no architecture “{name}”; did you mean {near}?</source>
        <translation>open_clip kennt keine Architektur „{name}“; war {near} gemeint?</translation>
    </message>
    <message>
        <source>{path} does not describe an open_clip model.</source>
        <translation>{path} beschreibt kein Modell für open_clip.</translation>
    </message>
    <message>
        <source>The tokenizer that came with the model cannot be used: {reason}.</source>
        <translation>Der Tokenizer des Modells ist nicht zu gebrauchen: {reason}.</translation>
    </message>
    <message>
        <source>The file {name} of the model is damaged.</source>
        <translation>Die Datei {name} des Modells ist beschädigt.</translation>
    </message>
    <message>
        <source>open_clip knows no weights “{tag}” of {name}, only: {known}.</source>
        <translation>open_clip kennt keine Gewichte „{tag}“ von {name}, nur: {known}.</translation>
    </message>
    <message>
        <source>{architecture} cannot be built: {reason}.</source>
        <translation>{architecture} lässt sich nicht bauen: {reason}.</translation>
    </message>
    <message>
        <source>{name} cannot be written: {reason}.</source>
        <translation>{name} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>It is not a colour profile of a screen.</source>
        <translation>Das ist kein Farbprofil eines Bildschirms.</translation>
    </message>
    <message>
        <source>The disk is full; free some space, nothing was lost</source>
        <translation>Der Datenträger ist voll; schaffe etwas Platz, es ging nichts verloren</translation>
    </message>
    <message>
        <source>There is no permission to use the library</source>
        <translation>Die Bibliothek darf nicht benutzt werden</translation>
    </message>
    <message>
        <source>The library&apos;s place can only be read, not written</source>
        <translation>Der Ort der Bibliothek kann nur gelesen, nicht beschrieben werden</translation>
    </message>
    <message>
        <source>The library&apos;s place cannot be opened for writing</source>
        <translation>Der Ort der Bibliothek lässt sich nicht zum Schreiben öffnen</translation>
    </message>
    <message>
        <source>The library&apos;s database is damaged or is something else</source>
        <translation>Die Datenbank der Bibliothek ist beschädigt oder etwas anderes</translation>
    </message>
    <message>
        <source>The library&apos;s database is damaged</source>
        <translation>Die Datenbank der Bibliothek ist beschädigt</translation>
    </message>
    <message>
        <source>The library&apos;s disk could not be read or written</source>
        <translation>Der Datenträger der Bibliothek konnte nicht gelesen oder beschrieben werden</translation>
    </message>
    <message>
        <source>No library can be kept in {folder}: {reason}.</source>
        <translation>In {folder} lässt sich keine Bibliothek anlegen: {reason}.</translation>
    </message>
    <message>
        <source>{what} ({path}).</source>
        <translation>{what} ({path}).</translation>
    </message>
    <message>
        <source>The library in {folder} is in use by another PhotoCLIP; close that one first.</source>
        <translation>Die Bibliothek in {folder} wird von einem anderen PhotoCLIP benutzt; schließe dieses zuerst.</translation>
    </message>
    <message>
        <source>“{wanted}” is no device: choose one of {devices}.</source>
        <translation>„{wanted}“ ist kein Gerät: wähle eines von {devices}.</translation>
    </message>
    <message>
        <source>This computer has no “{wanted}” device that the model can use.</source>
        <translation>Dieser Computer hat kein Gerät „{wanted}“, auf dem das Modell laufen kann.</translation>
    </message>
    <message>
        <source>The model file {path} asks to run code of its own.</source>
        <translation>Die Modelldatei {path} will eigenen Code ausführen.</translation>
    </message>
    <message>
        <source>“{architecture}” is no architecture that open_clip knows.</source>
        <translation>„{architecture}“ ist keine Architektur, die open_clip kennt.</translation>
    </message>
    <message>
        <source>“{architecture}” needs a folder that holds its tokenizer, not {weights} alone.</source>
        <translation>„{architecture}“ braucht einen Ordner mit dem Tokenizer darin, nicht nur {weights}.</translation>
    </message>
    <message>
        <source>The model file {path} is missing.</source>
        <translation>Die Modelldatei {path} fehlt.</translation>
    </message>
    <message>
        <source>The model file {path} does not describe a model.</source>
        <translation>Die Modelldatei {path} beschreibt kein Modell.</translation>
    </message>
    <message>
        <source>The model file {weights} is damaged or no model.</source>
        <translation>Die Modelldatei {weights} ist beschädigt oder kein Modell.</translation>
    </message>
    <message>
        <source>The model file {weights} does not fit its description ({model_name}).</source>
        <translation>Die Modelldatei {weights} passt nicht zu ihrer Beschreibung ({model_name}).</translation>
    </message>
    <message>
        <source>Something unexpected went wrong ({kind}).</source>
        <translation>Etwas Unerwartetes ist schiefgegangen ({kind}).</translation>
    </message>
    <message>
        <source>This search failed unexpectedly.</source>
        <translation>Diese Suche ist unerwartet gescheitert.</translation>
    </message>
    <message>
        <source>The model could not be used with this library.</source>
        <translation>Das Modell konnte mit dieser Bibliothek nicht benutzt werden.</translation>
    </message>
    <message>
        <source>its XMP is larger than {size} MB.</source>
        <translation>ihr XMP ist größer als {size} MB.</translation>
    </message>
    <message>
        <source>The picture is no animation that can be played.</source>
        <translation>Das Bild ist keine Animation, die sich abspielen lässt.</translation>
    </message>
    <message>
        <source>The animation is damaged.</source>
        <translation>Die Animation ist beschädigt.</translation>
    </message>
    <message>
        <source>Indexing stopped unexpectedly and was started again.</source>
        <translation>Das Einlesen brach unerwartet ab und wurde neu gestartet.</translation>
    </message>
    <message>
        <source>The search was interrupted.</source>
        <translation>Die Suche wurde unterbrochen.</translation>
    </message>
    <message>
        <source>Indexing and searching stopped; please restart PhotoCLIP.</source>
        <translation>Einlesen und Suchen sind stehen geblieben; bitte starte PhotoCLIP neu.</translation>
    </message>
    <message>
        <source>{host} has a problem (error {status}); try again later.</source>
        <translation>{host} hat ein Problem (Fehler {status}); versuche es später noch einmal.</translation>
    </message>
    <message>
        <source>{endpoint} cannot be asked for models: {reason}.</source>
        <translation>{endpoint} lässt sich nicht nach Modellen fragen: {reason}.</translation>
    </message>
    <message>
        <source>{host} does not answer like a model hub; check HF_ENDPOINT, the proxy, and whether this network wants a sign-in.</source>
        <translation>{host} antwortet nicht wie ein Modellverzeichnis; prüfe HF_ENDPOINT, den Proxy und ob dieses Netz eine Anmeldung verlangt.</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE forbids downloads; unset it, or import the model from a file.</source>
        <translation>HF_HUB_OFFLINE verbietet Downloads; hebe es auf oder importiere das Modell aus einer Datei.</translation>
    </message>
    <message>
        <source>{host} gives {repository} only to people who have accepted its licence: do that at {endpoint}/{repository}, set HF_TOKEN, and try again.</source>
        <translation>{host} gibt {repository} nur heraus, wenn man der Lizenz zugestimmt hat: tu das auf {endpoint}/{repository}, setze HF_TOKEN und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>{host} has no file {name} of {repository}, or keeps it private.</source>
        <translation>{host} hat keine Datei {name} von {repository} oder gibt sie nicht heraus.</translation>
    </message>
    <message>
        <source>{host} has only a part of {name}; try again later.</source>
        <translation>{host} hat nur einen Teil von {name}; versuche es später noch einmal.</translation>
    </message>
    <message>
        <source>{host} has had too many requests; try again later.</source>
        <translation>{host} hat zu viele Anfragen bekommen; versuche es später noch einmal.</translation>
    </message>
    <message>
        <source>The proxy does not let PhotoCLIP reach {host}.</source>
        <translation>Der Proxy lässt PhotoCLIP nicht zu {host} durch.</translation>
    </message>
    <message>
        <source>The connection to {host} broke; what has come is kept, so try again.</source>
        <translation>Die Verbindung zu {host} brach ab; was schon da ist, bleibt: versuche es noch einmal.</translation>
    </message>
    <message>
        <source>{host} cannot be reached; check the connection to the internet.</source>
        <translation>{host} ist nicht zu erreichen; prüfe die Verbindung zum Internet.</translation>
    </message>
    <message>
        <source>The proxy speaks SOCKS, for which the package “socksio” is missing; install it, or name an HTTP proxy.</source>
        <translation>Der Proxy spricht SOCKS, wofür das Paket „socksio“ fehlt; installiere es oder gib einen HTTP-Proxy an.</translation>
    </message>
    <message>
        <source>The certificates of SSL_CERT_FILE or SSL_CERT_DIR cannot be used: {reason}.</source>
        <translation>Die Zertifikate aus SSL_CERT_FILE oder SSL_CERT_DIR sind nicht brauchbar: {reason}.</translation>
    </message>
    <message>
        <source>{host} sent only {before} of the {size} bytes of {name}; try again later.</source>
        <translation>{host} hat nur {before} von {size} Bytes von {name} geschickt; versuche es später noch einmal.</translation>
    </message>
    <message>
        <source>The file is not a picture of a known kind.</source>
        <translation>Die Datei ist kein Bild einer bekannten Art.</translation>
    </message>
    <message>
        <source>The picture is damaged.</source>
        <translation>Das Bild ist beschädigt.</translation>
    </message>
    <message>
        <source>This is a folder, not a file.</source>
        <translation>Das ist ein Ordner, keine Datei.</translation>
    </message>
    <message>
        <source>This is no ordinary file.</source>
        <translation>Das ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>The file is in the cloud and not on this computer.</source>
        <translation>Die Datei liegt in der Cloud und nicht auf diesem Computer.</translation>
    </message>
    <message>
        <source>The file is larger than 1 GB.</source>
        <translation>Die Datei ist größer als 1 GB.</translation>
    </message>
    <message>
        <source>The picture has {number} megapixels, more than this computer&apos;s memory allows.</source>
        <translation>Das Bild hat {number} Megapixel, mehr als der Speicher dieses Computers erlaubt.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The file is cut short.</source>
        <translation>Die Datei ist abgeschnitten.</translation>
    </message>
    <message>
        <source>The file is gone.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>There is no permission to read the file.</source>
        <translation>Die Datei darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file cannot be read: {reason}.</source>
        <translation>Die Datei kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The picture is too large for this computer&apos;s memory.</source>
        <translation>Das Bild ist zu groß für den Speicher dieses Computers.</translation>
    </message>
    <message>
        <source>Reading this file made the program crash twice, so it is left alone.</source>
        <translation>Beim Lesen dieser Datei ist das Programm zweimal abgestürzt; sie bleibt daher außen vor.</translation>
    </message>
    <message>
        <source>Preparing the model “{name}”; this happens only once.</source>
        <translation>Das Modell „{name}“ wird vorbereitet; das geschieht nur einmal.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>{path} konnte nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>The threshold of “{name}” must be from 0 to 1, and {threshold} is not.</source>
        <translation>Die Schwelle von „{name}“ muss zwischen 0 und 1 liegen; {threshold} tut das nicht.</translation>
    </message>
    <message>
        <source>The colour of “{name}” must look like #aabbcc.</source>
        <translation>Die Farbe von „{name}“ muss wie #aabbcc aussehen.</translation>
    </message>
    <message>
        <source>“{name}” may have no more than {most} example pictures.</source>
        <translation>„{name}“ darf nicht mehr als {most} Beispielbilder haben.</translation>
    </message>
    <message>
        <source>A label needs a name.</source>
        <translation>Ein Etikett braucht einen Namen.</translation>
    </message>
    <message>
        <source>“{start}…” is too long for a label: it may have {most} characters.</source>
        <translation>„{start}…“ ist zu lang für ein Etikett: es darf {most} Zeichen haben.</translation>
    </message>
    <message>
        <source>“{name}” can be no label&apos;s name as it was written: it may hold no line break, quotation mark or “|”.</source>
        <translation>„{name}“ kann so, wie es geschrieben wurde, kein Name eines Etiketts sein: Zeilenumbruch, Anführungszeichen und „|“ dürfen nicht darin stehen.</translation>
    </message>
    <message>
        <source>“{name}” may have no more than {most} descriptions.</source>
        <translation>„{name}“ darf nicht mehr als {most} Beschreibungen haben.</translation>
    </message>
    <message>
        <source>A description of “{name}” is too long: it may have {most} characters.</source>
        <translation>Eine Beschreibung von „{name}“ ist zu lang: sie darf {most} Zeichen haben.</translation>
    </message>
    <message>
        <source>There is no preset “{name}”; there are: {known}.</source>
        <translation>Es gibt keine Vorlage „{name}“; es gibt: {known}.</translation>
    </message>
    <message>
        <source>{path} holds no labels.</source>
        <translation>{path} enthält keine Etiketten.</translation>
    </message>
    <message>
        <source>There are more than {most} labels in it.</source>
        <translation>Es stehen mehr als {most} Etiketten darin.</translation>
    </message>
    <message>
        <source>it has no list “{name}”.</source>
        <translation>eine Liste „{name}“ fehlt.</translation>
    </message>
    <message>
        <source>one of its labels has no name.</source>
        <translation>eines der Etiketten hat keinen Namen.</translation>
    </message>
    <message>
        <source>“{field}” of “{name}” has an unexpected value.</source>
        <translation>„{field}“ von „{name}“ hat einen unerwarteten Wert.</translation>
    </message>
    <message>
        <source>“{field}” of “{name}” must be a list of texts.</source>
        <translation>„{field}“ von „{name}“ muss eine Liste von Texten sein.</translation>
    </message>
    <message>
        <source>{path} is too large for a file of labels.</source>
        <translation>{path} ist zu groß für eine Datei mit Etiketten.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{path} is no text, so it holds no labels.</source>
        <translation>{path} ist kein Text und enthält daher keine Etiketten.</translation>
    </message>
    <message>
        <source>{path} cannot be taken: {reason}</source>
        <translation>{path} lässt sich nicht übernehmen: {reason}</translation>
    </message>
    <message>
        <source>it is no valid JSON ({reason}).</source>
        <translation>das ist kein gültiges JSON ({reason}).</translation>
    </message>
    <message>
        <source>it is no valid TOML ({reason}).</source>
        <translation>das ist kein gültiges TOML ({reason}).</translation>
    </message>
    <message>
        <source>An example of “{name}” is no base64 text.</source>
        <translation>Ein Beispiel von „{name}“ ist kein Base64-Text.</translation>
    </message>
    <message>
        <source>The labels cannot be written to {path}: {reason}.</source>
        <translation>Die Etiketten können nicht in {path} geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>The model is not ready yet.</source>
        <translation>Das Modell ist noch nicht bereit.</translation>
    </message>
    <message>
        <source>That label is no longer there.</source>
        <translation>Dieses Etikett gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>There is no label “{name}”.</source>
        <translation>Es gibt kein Etikett „{name}“.</translation>
    </message>
    <message>
        <source>The label that “{name}” is to lie in is no longer there.</source>
        <translation>Das Etikett, in dem „{name}“ liegen soll, gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>That label cannot be brought back; please define it again.</source>
        <translation>Dieses Etikett lässt sich nicht zurückholen; bitte lege es neu an.</translation>
    </message>
    <message>
        <source>There is another label “{name}” now; rename that one first.</source>
        <translation>Es gibt inzwischen ein anderes Etikett „{name}“; benenne dieses zuerst um.</translation>
    </message>
    <message>
        <source>MIT and Apache-2.0</source>
        <translation>MIT und Apache-2.0</translation>
    </message>
    <message>
        <source>There is already a label “{name}”.</source>
        <translation>Es gibt schon ein Etikett „{name}“.</translation>
    </message>
    <message>
        <source>“{name}” cannot lie in “{other}”, which lies in it.</source>
        <translation>„{name}“ kann nicht in „{other}“ liegen, das selbst darin liegt.</translation>
    </message>
    <message>
        <source>“{name}” cannot be merged with itself.</source>
        <translation>„{name}“ lässt sich nicht mit sich selbst vereinen.</translation>
    </message>
    <message>
        <source>An example picture cannot be read: {reason}</source>
        <translation>Ein Beispielbild kann nicht gelesen werden: {reason}</translation>
    </message>
    <message>
        <source>That model is in use; choose another one first.</source>
        <translation>Dieses Modell ist in Gebrauch; wähle zuerst ein anderes.</translation>
    </message>
    <message>
        <source>That folder cannot be brought back; please add it again.</source>
        <translation>Dieser Ordner lässt sich nicht zurückholen; bitte füge ihn neu hinzu.</translation>
    </message>
    <message>
        <source>There is no model “{name}”; there are {known}.</source>
        <translation>Es gibt kein Modell „{name}“; es gibt {known}.</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} MB</translation>
    </message>
    <message>
        <source>{number} GB</source>
        <translation>{number} GB</translation>
    </message>
    <message>
        <source>The model could not be started: {said}.</source>
        <translation>Das Modell ließ sich nicht starten: {said}.</translation>
    </message>
    <message>
        <source>The model “{name}”</source>
        <translation>Das Modell „{name}“</translation>
    </message>
    <message>
        <source>The model “{name}” is built in; there is nothing to download.</source>
        <translation>Das Modell „{name}“ ist eingebaut; es gibt nichts herunterzuladen.</translation>
    </message>
    <message>
        <source>“{name}” comes under the {licence} ({permits}): accept that first to download it.</source>
        <translation>„{name}“ steht unter der Lizenz {licence} ({permits}): stimme ihr zuerst zu, um es herunterzuladen.</translation>
    </message>
    <message>
        <source>{host} offers another {name} of {repository} than PhotoCLIP knows; nothing was downloaded.</source>
        <translation>{host} bietet {name} von {repository} anders an, als PhotoCLIP es kennt; nichts wurde heruntergeladen.</translation>
    </message>
    <message>
        <source>The model file {path} cannot be read: {reason}.</source>
        <translation>Die Modelldatei {path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The model could not be prepared in {folder}: {reason}.</source>
        <translation>Das Modell konnte in {folder} nicht vorbereitet werden: {reason}.</translation>
    </message>
    <message>
        <source>Nothing says which architecture the weights in {folder} are of; name it, for example ViT-B-32.</source>
        <translation>Nichts sagt, zu welcher Architektur die Gewichte in {folder} gehören; nenne sie, zum Beispiel ViT-B-32.</translation>
    </message>
    <message>
        <source>Importing the model</source>
        <translation>Das Importieren des Modells</translation>
    </message>
    <message>
        <source>{source} does not exist.</source>
        <translation>{source} gibt es nicht.</translation>
    </message>
    <message>
        <source>{source} holds no weights of a model; name the file to import.</source>
        <translation>{source} enthält keine Gewichte eines Modells; nenne die Datei, die importiert werden soll.</translation>
    </message>
    <message>
        <source>{name} also needs {files}; put them beside the weights in {folder}.</source>
        <translation>{name} braucht auch {files}; lege sie neben die Gewichte in {folder}.</translation>
    </message>
    <message>
        <source>{source} holds {count} files of weights; name the file to import.</source>
        <translation>{source} enthält {count} Dateien mit Gewichten; nenne die Datei, die importiert werden soll.</translation>
    </message>
    <message>
        <source>The model “{key}” is not installed.</source>
        <translation>Das Modell „{key}“ ist nicht installiert.</translation>
    </message>
    <message>
        <source>{what} needs {size} on the disk with {folder}, where only {free} are free.</source>
        <translation>{what} braucht {size} auf dem Datenträger mit {folder}; dort sind nur {free} frei.</translation>
    </message>
    <message>
        <source>The model file {path} was altered or is damaged; get or import the model “{name}” again.</source>
        <translation>Die Modelldatei {path} wurde verändert oder ist beschädigt; lade oder importiere das Modell „{name}“ noch einmal.</translation>
    </message>
    <message>
        <source>The model “{name}” is not installed.</source>
        <translation>Das Modell „{name}“ ist nicht installiert.</translation>
    </message>
    <message>
        <source>“{name}” is in use; choose another model first.</source>
        <translation>„{name}“ ist in Gebrauch; wähle zuerst ein anderes Modell.</translation>
    </message>
    <message>
        <source>Imported from {source}.</source>
        <translation>Importiert aus {source}.</translation>
    </message>
    <message>
        <source>The model file {file} cannot be used: {reason}.</source>
        <translation>Die Modelldatei {file} ist nicht zu gebrauchen: {reason}.</translation>
    </message>
    <message>
        <source>The tokenizer of “{name}” cannot be converted.</source>
        <translation>Der Tokenizer von „{name}“ lässt sich nicht umwandeln.</translation>
    </message>
    <message>
        <source>The model cleans its texts in an unknown way.</source>
        <translation>Das Modell säubert seine Texte auf unbekannte Weise.</translation>
    </message>
    <message>
        <source>{name} arrived altered: its checksum is wrong. It was thrown away; try again.</source>
        <translation>{name} kam verändert an: die Prüfsumme stimmt nicht. Die Datei wurde verworfen; versuche es noch einmal.</translation>
    </message>
    <message>
        <source>{path} cannot be read or written: {reason}.</source>
        <translation>{path} kann nicht gelesen oder geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>The disk with {folder} is full; make room, then go on where it stopped.</source>
        <translation>Der Datenträger mit {folder} ist voll; schaffe Platz und mache dann weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>The raw photo has no preview inside.</source>
        <translation>Das Raw-Foto enthält keine Vorschau.</translation>
    </message>
    <message>
        <source>its keywords are written in a form that is not known.</source>
        <translation>ihre Stichwörter sind in einer unbekannten Form geschrieben.</translation>
    </message>
    <message>
        <source>it holds no XMP.</source>
        <translation>sie enthält kein XMP.</translation>
    </message>
    <message>
        <source>This folder may not be read, so its photos are not known.</source>
        <translation>Dieser Ordner darf nicht gelesen werden, daher sind seine Fotos nicht bekannt.</translation>
    </message>
    <message>
        <source>This folder cannot be read ({reason}), so its photos are not known.</source>
        <translation>Dieser Ordner kann nicht gelesen werden ({reason}), daher sind seine Fotos nicht bekannt.</translation>
    </message>
    <message>
        <source>Only web addresses can be downloaded.</source>
        <translation>Nur Webadressen lassen sich herunterladen.</translation>
    </message>
    <message>
        <source>{host} answers that it has no such picture ({code}).</source>
        <translation>{host} antwortet, dass es dieses Bild nicht hat ({code}).</translation>
    </message>
    <message>
        <source>{host} cannot be reached.</source>
        <translation>{host} ist nicht zu erreichen.</translation>
    </message>
    <message>
        <source>What {host} sent is no picture that can be read.</source>
        <translation>Was {host} geschickt hat, ist kein lesbares Bild.</translation>
    </message>
    <message>
        <source>The picture is larger than {size} MB.</source>
        <translation>Das Bild ist größer als {size} MB.</translation>
    </message>
    <message>
        <source>The picture did not come in time.</source>
        <translation>Das Bild kam nicht rechtzeitig an.</translation>
    </message>
    <message>
        <source>The server points to something that is no web address.</source>
        <translation>Der Server verweist auf etwas, das keine Webadresse ist.</translation>
    </message>
    <message>
        <source>another program has changed it meanwhile; look at it again.</source>
        <translation>ein anderes Programm hat sie inzwischen verändert; sieh sie dir noch einmal an.</translation>
    </message>
    <message>
        <source>it is a link to another file.</source>
        <translation>sie ist eine Verknüpfung mit einer anderen Datei.</translation>
    </message>
    <message>
        <source>its folder is read-only.</source>
        <translation>ihr Ordner ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>it is no ordinary file.</source>
        <translation>sie ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>it is read-only.</source>
        <translation>sie ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>the disk did not keep what was written.</source>
        <translation>der Datenträger hat das Geschriebene nicht behalten.</translation>
    </message>
    <message>
        <source>{path} is not a folder of the library.</source>
        <translation>{path} ist kein Ordner der Bibliothek.</translation>
    </message>
    <message>
        <source>{path} is a file, not a folder.</source>
        <translation>{path} ist eine Datei, kein Ordner.</translation>
    </message>
    <message>
        <source>The folder {path} may not be read.</source>
        <translation>Der Ordner {path} darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{path} is already in the library.</source>
        <translation>{path} ist schon in der Bibliothek.</translation>
    </message>
    <message>
        <source>{path} is already covered by the folder {folder}.</source>
        <translation>{path} ist schon im Ordner {folder} enthalten.</translation>
    </message>
    <message>
        <source>{path} contains the folder {folder}; remove that one first.</source>
        <translation>{path} enthält den Ordner {folder}; entferne diesen zuerst.</translation>
    </message>
    <message>
        <source>There is no folder {path}.</source>
        <translation>Es gibt keinen Ordner {path}.</translation>
    </message>
    <message>
        <source>This library was made by a newer version of PhotoCLIP; please update the program.</source>
        <translation>Diese Bibliothek stammt von einer neueren Version von PhotoCLIP; bitte aktualisiere das Programm.</translation>
    </message>
    <message>
        <source>The library&apos;s database was made by another program.</source>
        <translation>Die Datenbank der Bibliothek stammt von einem anderen Programm.</translation>
    </message>
    <message>
        <source>A saved search needs a name.</source>
        <translation>Eine gespeicherte Suche braucht einen Namen.</translation>
    </message>
    <message>
        <source>That saved search is no longer there.</source>
        <translation>Diese gespeicherte Suche gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>{one} or {other}</source>
        <translation>{one} oder {other}</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} und {other}</translation>
    </message>
    <message>
        <source>it is larger than {size} MB.</source>
        <translation>sie ist größer als {size} MB.</translation>
    </message>
    <message>
        <source>it is in the cloud and not on this computer.</source>
        <translation>sie liegt in der Cloud und nicht auf diesem Computer.</translation>
    </message>
    <message>
        <source>The tags in {path} cannot be read</source>
        <translation>Die Etiketten in der Datei {path} können nicht gelesen werden</translation>
    </message>
    <message>
        <source>{start}: {reason}</source>
        <translation>{start}: {reason}</translation>
    </message>
    <message>
        <source>{start}: {reason}.</source>
        <translation>{start}: {reason}.</translation>
    </message>
    <message>
        <source>The tags cannot be written to {path}</source>
        <translation>Die Etiketten können nicht in die Datei {path} geschrieben werden</translation>
    </message>
    <message>
        <source>Adds {labels}.</source>
        <translation>Trägt {labels} ein.</translation>
    </message>
    <message>
        <source>Takes out {labels}.</source>
        <translation>Nimmt {labels} heraus.</translation>
    </message>
    <message>
        <source>Sets the alternative text “{text}”.</source>
        <translation>Setzt den Alternativtext „{text}“.</translation>
    </message>
    <message>
        <source>Notes which of the keywords are PhotoCLIP&apos;s.</source>
        <translation>Vermerkt, welche Stichwörter von PhotoCLIP sind.</translation>
    </message>
    <message>
        <source>Takes out the alternative text.</source>
        <translation>Nimmt den Alternativtext heraus.</translation>
    </message>
    <message>
        <source>{path} is left as it is</source>
        <translation>Die Datei {path} bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>Preparing the starter model; this happens only once.</source>
        <translation>Das Startmodell wird vorbereitet; das geschieht nur einmal.</translation>
    </message>
    <message>
        <source>The model file {path} does not fit the starter model.</source>
        <translation>Die Modelldatei {path} passt nicht zum Startmodell.</translation>
    </message>
    <message>
        <source>The package {distribution} with a part of the starter model is missing; install PhotoCLIP again.</source>
        <translation>Das Paket {distribution} mit einem Teil des Startmodells fehlt; installiere PhotoCLIP neu.</translation>
    </message>
    <message>
        <source>The model file {path} is missing; install PhotoCLIP again.</source>
        <translation>Die Modelldatei {path} fehlt; installiere PhotoCLIP neu.</translation>
    </message>
    <message>
        <source>The model file {path} is damaged or was altered; install PhotoCLIP again.</source>
        <translation>Die Modelldatei {path} ist beschädigt oder wurde verändert; installiere PhotoCLIP neu.</translation>
    </message>
    <message>
        <source>The model file {path} is damaged or no model.</source>
        <translation>Die Modelldatei {path} ist beschädigt oder kein Modell.</translation>
    </message>
    <message>
        <source>Some labels could not be written.</source>
        <translation>Einige Etiketten konnten nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Some files with labels could not be understood.</source>
        <translation>Einige Dateien mit Etiketten waren nicht zu verstehen.</translation>
    </message>
    <message>
        <source>{path}: {reason}</source>
        <translation>{path}: {reason}</translation>
    </message>
    <message>
        <source>{path} has not been indexed yet.</source>
        <translation>{path} ist noch nicht eingelesen.</translation>
    </message>
    <message>
        <source>That photo is no longer in the library.</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>Something went wrong in the window.</source>
        <translation>Im Fenster ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>The picture could not be kept as an example.</source>
        <translation>Das Bild ließ sich nicht als Beispiel behalten.</translation>
    </message>
    <message>
        <source>{folder} has too many files named {name}.</source>
        <translation>{folder} hat zu viele Dateien namens {name}.</translation>
    </message>
    <message>
        <source>{name} could not be moved to the trash: {reason}.</source>
        <translation>{name} ließ sich nicht in den Papierkorb verschieben: {reason}.</translation>
    </message>
    <message>
        <source>There is another {name} now; the old one is in the trash.</source>
        <translation>Es gibt inzwischen eine andere Datei {name}; die alte ist im Papierkorb.</translation>
    </message>
    <message>
        <source>{name}: {reason}.</source>
        <translation>{name}: {reason}.</translation>
    </message>
    <message>
        <source>The search index could not be saved: {reason}.</source>
        <translation>Der Suchindex konnte nicht gespeichert werden: {reason}.</translation>
    </message>
    <message>
        <source>Changes in {root} cannot be watched ({reason}); rescan the folder after changing something in it.</source>
        <translation>Änderungen in {root} lassen sich nicht beobachten ({reason}); suche dort nach Änderungen, wenn du etwas geändert hast.</translation>
    </message>
    <message>
        <source>{root} has more folders than the system lets programs watch; rescan it after changing something in it, or raise fs.inotify.max_user_watches.</source>
        <translation>{root} hat mehr Ordner, als das System Programme beobachten lässt; suche dort nach Änderungen, wenn du etwas geändert hast, oder erhöhe fs.inotify.max_user_watches.</translation>
    </message>
    <message>
        <source>it has a document type, which such a file never needs.</source>
        <translation>sie hat einen Dokumenttyp, den eine solche Datei nie braucht.</translation>
    </message>
    <message>
        <source>it is not written in UTF-8.</source>
        <translation>sie ist nicht in UTF-8 geschrieben.</translation>
    </message>
    <message>
        <source>it is no valid XML (line {line}: {reason}).</source>
        <translation>sie ist kein gültiges XML (Zeile {line}: {reason}).</translation>
    </message>
    <message>
        <source>it is nested too deeply or has too many parts.</source>
        <translation>sie ist zu tief verschachtelt oder hat zu viele Teile.</translation>
    </message>
    <message>
        <source>it has more than {most} keywords.</source>
        <translation>sie enthält mehr als {most} Stichwörter.</translation>
    </message>
    <message>
        <source>it is damaged.</source>
        <translation>sie ist beschädigt.</translation>
    </message>
    <message>
        <source>a JPEG has no room for that much.</source>
        <translation>so viel passt nicht in ein JPEG.</translation>
    </message>
    <message>
        <source>it has more than one XMP document in it.</source>
        <translation>sie enthält mehr als ein XMP-Dokument.</translation>
    </message>
    <message>
        <source>its XMP is damaged.</source>
        <translation>ihr XMP ist beschädigt.</translation>
    </message>
    <message>
        <source>a TIFF has no room for that much.</source>
        <translation>so viel passt nicht in ein TIFF.</translation>
    </message>
    <message>
        <source>a WebP has no room for that much.</source>
        <translation>so viel passt nicht in ein WebP.</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>Startmodell</translation>
    </message>
    <message>
        <source>Comes with PhotoCLIP: nothing to download, quick everywhere, good with everyday things.</source>
        <translation>Kommt mit PhotoCLIP: nichts herunterzuladen, überall schnell, gut bei Alltäglichem.</translation>
    </message>
    <message>
        <source>very fast</source>
        <translation>sehr schnell</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>It is part of this installation and needs no further consent.</source>
        <translation>Es gehört zu dieser Installation und braucht keine weitere Zustimmung.</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Much better than the starter and still quick without a graphics card: the usual choice.</source>
        <translation>Viel besser als das Startmodell und auch ohne Grafikkarte noch schnell: die übliche Wahl.</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>MIT</source>
        <translation>MIT</translation>
    </message>
    <message>
        <source>Any use, also commercial; copies carry the licence text.</source>
        <translation>Jede Nutzung, auch gewerblich; Kopien enthalten den Lizenztext.</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>Genau</translation>
    </message>
    <message>
        <source>Looks at photos four times as closely as Balanced, and takes three times as long.</source>
        <translation>Sieht viermal so genau hin wie „Ausgewogen“ und braucht dreimal so lang.</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Bestes</translation>
    </message>
    <message>
        <source>The most accurate in English; wants a graphics card, or patience.</source>
        <translation>Das treffsicherste auf Englisch; will eine Grafikkarte oder Geduld.</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>langsam</translation>
    </message>
    <message>
        <source>Many languages</source>
        <translation>Viele Sprachen</translation>
    </message>
    <message>
        <source>Understands about a hundred languages, and finds captions best of all; medium speed.</source>
        <translation>Versteht etwa hundert Sprachen und findet Beschriebenes am besten von allen; mittelschnell.</translation>
    </message>
    <message>
        <source>about 100 languages</source>
        <translation>etwa 100 Sprachen</translation>
    </message>
    <message>
        <source>Apache-2.0</source>
        <translation>Apache-2.0</translation>
    </message>
    <message>
        <source>Any use, also commercial; copies carry the licence text and say what was changed.</source>
        <translation>Jede Nutzung, auch gewerblich; Kopien enthalten den Lizenztext und sagen, was geändert wurde.</translation>
    </message>
    <message>
        <source>Many languages, fast</source>
        <translation>Viele Sprachen, schnell</translation>
    </message>
    <message>
        <source>Understands about a hundred languages and embeds photos quickly, but less accurately.</source>
        <translation>Versteht etwa hundert Sprachen und liest Fotos schnell ein, aber weniger genau.</translation>
    </message>
    <message>
        <source>Research only: MobileCLIP2</source>
        <translation>Nur für Forschung: MobileCLIP2</translation>
    </message>
    <message>
        <source>Small, quick and accurate, but its licence forbids everything except research.</source>
        <translation>Klein, schnell und genau, aber die Lizenz verbietet alles außer Forschung.</translation>
    </message>
    <message>
        <source>Apple Machine Learning Research Model License</source>
        <translation>Apple Machine Learning Research Model License</translation>
    </message>
    <message>
        <source>Non-commercial scientific research only: no commercial use, and no use in a product.</source>
        <translation>Nur nichtkommerzielle wissenschaftliche Forschung: keine gewerbliche Nutzung und keine in einem Produkt.</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>Zeitüberschreitung der Verbindung</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>das Gerät ist belegt</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>der zugeteilte Speicherplatz ist verbraucht</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>die Datei ist zu groß</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>das Gerät gibt es nicht</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>auf dem Datenträger ist kein Platz mehr</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>es ist kein Ordner</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>das ist nicht erlaubt</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>die Datei ist auf dem Server nicht mehr da</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>zu viele Verknüpfungen hintereinander</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>zu viele Dateien sind geöffnet</translation>
    </message>
    <message>
        <source>it may not be written</source>
        <translation>dort darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>duplicate attribute</source>
        <translation>ein Attribut kommt doppelt vor</translation>
    </message>
    <message>
        <source>junk after document element</source>
        <translation>nach dem Ende steht noch etwas</translation>
    </message>
    <message>
        <source>mismatched tag</source>
        <translation>Anfang und Ende passen nicht zusammen</translation>
    </message>
    <message>
        <source>no element found</source>
        <translation>der Inhalt fehlt oder bricht ab</translation>
    </message>
    <message>
        <source>not well-formed (invalid token)</source>
        <translation>nicht wohlgeformt</translation>
    </message>
    <message>
        <source>unbound prefix</source>
        <translation>ein Präfix ist nicht erklärt</translation>
    </message>
    <message>
        <source>unclosed token</source>
        <translation>etwas ist nicht abgeschlossen</translation>
    </message>
    <message>
        <source>undefined entity</source>
        <translation>eine Entität ist nicht erklärt</translation>
    </message>
    <message>
        <source>as its publisher says</source>
        <translation>wie vom Herausgeber angegeben</translation>
    </message>
</context>
<context>
    <name>filters</name>
    <message>
        <source>Without {value}</source>
        <translation>Ohne {value}</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>No favourites</source>
        <translation>Keine Favoriten</translation>
    </message>
    <message>
        <source>With a place</source>
        <translation>Mit Ort</translation>
    </message>
    <message>
        <source>Without a place</source>
        <translation>Ohne Ort</translation>
    </message>
    <message>
        <source>1 star or more</source>
        <translation>Ab 1 Stern</translation>
    </message>
    <message>
        <source>5 stars</source>
        <translation>5 Sterne</translation>
    </message>
    <message>
        <source>{stars} stars or more</source>
        <translation>Ab {stars} Sternen</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Querformat</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Hochformat</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Quadrat</translation>
    </message>
    <message>
        <source>Below {size}</source>
        <translation>Unter {size}</translation>
    </message>
    <message>
        <source>From {size}</source>
        <translation>Ab {size}</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} bis {most}</translation>
    </message>
    <message>
        <source>Before {date}</source>
        <translation>Vor dem {date}</translation>
    </message>
    <message>
        <source>Since {date}</source>
        <translation>Ab dem {date}</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation>MMMM yyyy</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
</context>
<context>
    <name>library</name>
    <message>
        <source>Find your photos by what is in them</source>
        <translation>Finde deine Fotos nach dem, was darauf ist</translation>
    </message>
    <message>
        <source>Add a folder, or drop one here. Everything stays on this computer.</source>
        <translation>Einen Ordner hinzufügen oder hier ablegen. Alles bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>No photo fits. Try other words.</source>
        <translation>Kein Foto passt. Vielleicht helfen andere Wörter.</translation>
    </message>
    <message>
        <source>No photo fits. Try fewer filters.</source>
        <translation>Kein Foto passt. Vielleicht helfen weniger Filter.</translation>
    </message>
    <message>
        <source>Getting ready. Your photos appear here in a moment.</source>
        <translation>Gleich bereit. Deine Fotos erscheinen hier in einem Moment.</translation>
    </message>
    <message>
        <source>Your photos appear here as they are read.</source>
        <translation>Deine Fotos erscheinen hier, sobald sie gelesen sind.</translation>
    </message>
    <message>
        <source>There are no photos in your folders yet.</source>
        <translation>In deinen Ordnern sind noch keine Fotos.</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Chosen, but not working</source>
        <translation>Gewählt, läuft aber nicht</translation>
    </message>
    <message>
        <source>Getting ready: {percent}</source>
        <translation>Wird vorbereitet: {percent}</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>{arrived} of {size} are here</source>
        <translation>{arrived} von {size} sind da</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} herunterzuladen</translation>
    </message>
    <message>
        <source>Licence: {licence}</source>
        <translation>Lizenz: {licence}</translation>
    </message>
    <message>
        <source>{size} for the model</source>
        <translation>{size} für das Modell</translation>
    </message>
    <message>
        <source>{size} for what it knows of {photos}</source>
        <translation>{size} für das, was es über {photos} weiß</translation>
    </message>
    <message>
        <source>On this computer: {parts}.</source>
        <translation>Auf diesem Computer: {parts}.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbinden…</translation>
    </message>
    <message>
        <source>Checking what has come…</source>
        <translation>Das Angekommene wird geprüft…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>{rate} pro Sekunde</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Your photos are being looked at again, in the background.</source>
        <translation>Deine Fotos werden im Hintergrund noch einmal angesehen.</translation>
    </message>
    <message>
        <source>Searching goes on with {name} meanwhile.</source>
        <translation>Gesucht wird so lange mit „{name}“.</translation>
    </message>
    <message>
        <source>Searching works again once it has looked at your photos, in the background.</source>
        <translation>Die Suche geht wieder, wenn es im Hintergrund deine Fotos angesehen hat.</translation>
    </message>
    <message>
        <source>It has looked at your photos already: this takes a moment.</source>
        <translation>Es hat deine Fotos schon angesehen: Das dauert nur einen Augenblick.</translation>
    </message>
    <message>
        <source>Your photos will be looked at again in the background; searching goes on meanwhile.</source>
        <translation>Deine Fotos werden im Hintergrund noch einmal angesehen; suchen lässt sich so lange weiter.</translation>
    </message>
    <message>
        <source>A download of {size} from the model hub.</source>
        <translation>Ein Download von {size} aus dem Modellverzeichnis.</translation>
    </message>
    <message>
        <source>Remove {name}? That frees {size}; your photos stay.</source>
        <translation>„{name}“ entfernen? Das gibt {size} frei; deine Fotos bleiben.</translation>
    </message>
    <message>
        <source>Forget what {name} knows of your photos? That frees {size}.</source>
        <translation>Vergessen, was „{name}“ über deine Fotos weiß? Das gibt {size} frei.</translation>
    </message>
    <message>
        <source>Discard the {size} that have come of {name}?</source>
        <translation>Die schon geladenen {size} von „{name}“ verwerfen?</translation>
    </message>
    <message>
        <source>Searches find more with a better model: {name} is a download of {size}.</source>
        <translation>Mit einem besseren Modell finden Suchen mehr: „{name}“ ist ein Download von {size}.</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>People and events</source>
        <translation>Menschen und Ereignisse</translation>
    </message>
    <message>
        <source>Nature</source>
        <translation>Natur</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Stadt</translation>
    </message>
    <message>
        <source>Food</source>
        <translation>Essen</translation>
    </message>
    <message>
        <source>Documents and screenshots</source>
        <translation>Dokumente und Bildschirmfotos</translation>
    </message>
    <message>
        <source>Pets</source>
        <translation>Haustiere</translation>
    </message>
    <message>
        <source>Travel</source>
        <translation>Reisen</translation>
    </message>
    <message>
        <source>Sensitive content</source>
        <translation>Heikle Inhalte</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>Straße</translation>
    </message>
    <message>
        <source>Skyline</source>
        <translation>Skyline</translation>
    </message>
    <message>
        <source>City at night</source>
        <translation>Stadt bei Nacht</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>Gebäude</translation>
    </message>
    <message>
        <source>Church</source>
        <translation>Kirche</translation>
    </message>
    <message>
        <source>Castle</source>
        <translation>Burg oder Schloss</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>Brücke</translation>
    </message>
    <message>
        <source>Monument</source>
        <translation>Denkmal</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>Markt</translation>
    </message>
    <message>
        <source>Shop</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Park</source>
        <translation>Park</translation>
    </message>
    <message>
        <source>Graffiti</source>
        <translation>Graffiti</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>Fahrzeug</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Bicycle</source>
        <translation>Fahrrad</translation>
    </message>
    <message>
        <source>Motorcycle</source>
        <translation>Motorrad</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Zug</translation>
    </message>
    <message>
        <source>Construction site</source>
        <translation>Baustelle</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Kassenbon</translation>
    </message>
    <message>
        <source>Handwriting</source>
        <translation>Handschrift</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Formular</translation>
    </message>
    <message>
        <source>Identity card</source>
        <translation>Ausweis</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Eintrittskarte</translation>
    </message>
    <message>
        <source>Business card</source>
        <translation>Visitenkarte</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Buch</translation>
    </message>
    <message>
        <source>Screenshot</source>
        <translation>Bildschirmfoto</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Webseite</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Diagram</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Whiteboard</source>
        <translation>Whiteboard</translation>
    </message>
    <message>
        <source>Presentation</source>
        <translation>Präsentation</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>QR-Code</translation>
    </message>
    <message>
        <source>Meme</source>
        <translation>Meme</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Zeichnung</translation>
    </message>
    <message>
        <source>Breakfast</source>
        <translation>Frühstück</translation>
    </message>
    <message>
        <source>Pizza</source>
        <translation>Pizza</translation>
    </message>
    <message>
        <source>Pasta</source>
        <translation>Nudeln</translation>
    </message>
    <message>
        <source>Salad</source>
        <translation>Salat</translation>
    </message>
    <message>
        <source>Soup</source>
        <translation>Suppe</translation>
    </message>
    <message>
        <source>Meat</source>
        <translation>Fleisch</translation>
    </message>
    <message>
        <source>Fish and seafood</source>
        <translation>Fisch und Meeresfrüchte</translation>
    </message>
    <message>
        <source>Bread</source>
        <translation>Brot</translation>
    </message>
    <message>
        <source>Cake</source>
        <translation>Kuchen</translation>
    </message>
    <message>
        <source>Dessert</source>
        <translation>Nachtisch</translation>
    </message>
    <message>
        <source>Fruit</source>
        <translation>Obst</translation>
    </message>
    <message>
        <source>Vegetables</source>
        <translation>Gemüse</translation>
    </message>
    <message>
        <source>Coffee</source>
        <translation>Kaffee</translation>
    </message>
    <message>
        <source>Drink</source>
        <translation>Getränk</translation>
    </message>
    <message>
        <source>Cooking</source>
        <translation>Kochen</translation>
    </message>
    <message>
        <source>Restaurant</source>
        <translation>Restaurant</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Landschaft</translation>
    </message>
    <message>
        <source>Mountains</source>
        <translation>Berge</translation>
    </message>
    <message>
        <source>Beach</source>
        <translation>Strand</translation>
    </message>
    <message>
        <source>Sea</source>
        <translation>Meer</translation>
    </message>
    <message>
        <source>Lake or river</source>
        <translation>See oder Fluss</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>Wasserfall</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>Wald</translation>
    </message>
    <message>
        <source>Desert</source>
        <translation>Wüste</translation>
    </message>
    <message>
        <source>Snow</source>
        <translation>Schnee</translation>
    </message>
    <message>
        <source>Sunset</source>
        <translation>Sonnenuntergang</translation>
    </message>
    <message>
        <source>Night sky</source>
        <translation>Nachthimmel</translation>
    </message>
    <message>
        <source>Clouds</source>
        <translation>Wolken</translation>
    </message>
    <message>
        <source>Autumn leaves</source>
        <translation>Herbstlaub</translation>
    </message>
    <message>
        <source>Flower</source>
        <translation>Blume</translation>
    </message>
    <message>
        <source>Mushroom</source>
        <translation>Pilz</translation>
    </message>
    <message>
        <source>Bird</source>
        <translation>Vogel</translation>
    </message>
    <message>
        <source>Insect</source>
        <translation>Insekt</translation>
    </message>
    <message>
        <source>Wild animal</source>
        <translation>Wildtier</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Porträt</translation>
    </message>
    <message>
        <source>Group photo</source>
        <translation>Gruppenfoto</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Familie</translation>
    </message>
    <message>
        <source>Baby</source>
        <translation>Baby</translation>
    </message>
    <message>
        <source>Children</source>
        <translation>Kinder</translation>
    </message>
    <message>
        <source>Selfie</source>
        <translation>Selfie</translation>
    </message>
    <message>
        <source>Celebration</source>
        <translation>Feier</translation>
    </message>
    <message>
        <source>Birthday</source>
        <translation>Geburtstag</translation>
    </message>
    <message>
        <source>Wedding</source>
        <translation>Hochzeit</translation>
    </message>
    <message>
        <source>Christmas</source>
        <translation>Weihnachten</translation>
    </message>
    <message>
        <source>Graduation</source>
        <translation>Abschlussfeier</translation>
    </message>
    <message>
        <source>Concert</source>
        <translation>Konzert</translation>
    </message>
    <message>
        <source>Dancing</source>
        <translation>Tanzen</translation>
    </message>
    <message>
        <source>Sport</source>
        <translation>Sport</translation>
    </message>
    <message>
        <source>Pet</source>
        <translation>Haustier</translation>
    </message>
    <message>
        <source>Dog</source>
        <translation>Hund</translation>
    </message>
    <message>
        <source>Puppy</source>
        <translation>Welpe</translation>
    </message>
    <message>
        <source>Cat</source>
        <translation>Katze</translation>
    </message>
    <message>
        <source>Kitten</source>
        <translation>Kätzchen</translation>
    </message>
    <message>
        <source>Rabbit</source>
        <translation>Kaninchen</translation>
    </message>
    <message>
        <source>Guinea pig or hamster</source>
        <translation>Kleines Nagetier</translation>
    </message>
    <message>
        <source>Pet bird</source>
        <translation>Ziervogel</translation>
    </message>
    <message>
        <source>Fish tank</source>
        <translation>Aquarium</translation>
    </message>
    <message>
        <source>Reptile</source>
        <translation>Reptil</translation>
    </message>
    <message>
        <source>Horse</source>
        <translation>Pferd</translation>
    </message>
    <message>
        <source>Chickens</source>
        <translation>Hühner</translation>
    </message>
    <message>
        <source>Nudity</source>
        <translation>Nacktheit</translation>
    </message>
    <message>
        <source>Underwear</source>
        <translation>Unterwäsche</translation>
    </message>
    <message>
        <source>Blood and wounds</source>
        <translation>Blut und Wunden</translation>
    </message>
    <message>
        <source>Medical</source>
        <translation>Medizinisches</translation>
    </message>
    <message>
        <source>Weapon</source>
        <translation>Waffe</translation>
    </message>
    <message>
        <source>Violence</source>
        <translation>Gewalt</translation>
    </message>
    <message>
        <source>Accident</source>
        <translation>Unfall</translation>
    </message>
    <message>
        <source>Private papers</source>
        <translation>Private Papiere</translation>
    </message>
    <message>
        <source>Airport</source>
        <translation>Flughafen</translation>
    </message>
    <message>
        <source>Aeroplane</source>
        <translation>Flugzeug</translation>
    </message>
    <message>
        <source>View from a plane</source>
        <translation>Blick aus dem Flugzeug</translation>
    </message>
    <message>
        <source>Boat</source>
        <translation>Boot</translation>
    </message>
    <message>
        <source>Harbour</source>
        <translation>Hafen</translation>
    </message>
    <message>
        <source>Road trip</source>
        <translation>Autoreise</translation>
    </message>
    <message>
        <source>Camping</source>
        <translation>Camping</translation>
    </message>
    <message>
        <source>Hiking</source>
        <translation>Wandern</translation>
    </message>
    <message>
        <source>Hotel</source>
        <translation>Hotel</translation>
    </message>
    <message>
        <source>Swimming pool</source>
        <translation>Schwimmbad</translation>
    </message>
    <message>
        <source>Landmark</source>
        <translation>Wahrzeichen</translation>
    </message>
    <message>
        <source>Ruins</source>
        <translation>Ruinen</translation>
    </message>
    <message>
        <source>Museum</source>
        <translation>Museum</translation>
    </message>
    <message>
        <source>Zoo</source>
        <translation>Zoo</translation>
    </message>
    <message>
        <source>Amusement park</source>
        <translation>Freizeitpark</translation>
    </message>
    <message>
        <source>Skiing</source>
        <translation>Skifahren</translation>
    </message>
    <message>
        <source>Diving</source>
        <translation>Tauchen</translation>
    </message>
</context>
<context>
    <name>sections</name>
    <message>
        <source>dddd, d MMMM yyyy</source>
        <translation>dddd, d. MMMM yyyy</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{month} {year}</translation>
    </message>
</context>
<context>
    <name>terms</name>
    <message>
        <source>a photo</source>
        <translation>ein Foto</translation>
    </message>
    <message>
        <source>this picture</source>
        <translation>dieses Bild</translation>
    </message>
    <message>
        <source>Less like {name}</source>
        <translation>Weniger wie {name}</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>1 photo</source>
        <translation>1 Foto</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>Keine Sterne</translation>
    </message>
    <message>
        <source>1 star</source>
        <translation>1 Stern</translation>
    </message>
    <message>
        <source>1 photo is hidden as sensitive.</source>
        <translation>1 Foto ist als heikel verborgen.</translation>
    </message>
    <message>
        <source>Show more (1 photo fits less well)</source>
        <translation>Mehr zeigen (1 Foto passt weniger gut)</translation>
    </message>
    <message>
        <source>1 photo was copied.</source>
        <translation>1 Foto wurde kopiert.</translation>
    </message>
    <message>
        <source>1 photo is in the trash.</source>
        <translation>1 Foto ist im Papierkorb.</translation>
    </message>
    <message>
        <source>There is nothing to write: the files say it already.</source>
        <translation>Es gibt nichts zu schreiben: In den Dateien steht es schon.</translation>
    </message>
    <message>
        <source>1 file would be written. Nothing has been written yet.</source>
        <translation>1 Datei würde geschrieben. Noch ist nichts geschrieben.</translation>
    </message>
    <message>
        <source>1 file was written.</source>
        <translation>1 Datei wurde geschrieben.</translation>
    </message>
    <message>
        <source>Move 1 photo to the trash?</source>
        <translation>1 Foto in den Papierkorb legen?</translation>
    </message>
    <message>
        <source>1 could not be read</source>
        <translation>1 nicht lesbar</translation>
    </message>
    <message>
        <source>Every photo could be read.</source>
        <translation>Alle Fotos ließen sich lesen.</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Veiled photo, {name}</source>
        <translation>Verhülltes Foto, {name}</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Probably {what}.</source>
        <translation>Vermutlich {what}.</translation>
    </message>
    <message>
        <source>Labels: {labels}.</source>
        <translation>Labels: {labels}.</translation>
    </message>
    <message>
        <source>Perhaps: {labels}.</source>
        <translation>Vielleicht: {labels}.</translation>
    </message>
    <message>
        <source>A photo taken on {date}.</source>
        <translation>Ein Foto vom {date}.</translation>
    </message>
    <message>
        <source>probably {what}</source>
        <translation>vermutlich {what}</translation>
    </message>
    <message>
        <source>{degrees}° north</source>
        <translation>{degrees}° Nord</translation>
    </message>
    <message>
        <source>{degrees}° south</source>
        <translation>{degrees}° Süd</translation>
    </message>
    <message>
        <source>{degrees}° east</source>
        <translation>{degrees}° Ost</translation>
    </message>
    <message>
        <source>{degrees}° west</source>
        <translation>{degrees}° West</translation>
    </message>
    <message>
        <source>1/{number} s</source>
        <translation>1/{number} s</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{length} mm</source>
        <translation>{length} mm</translation>
    </message>
    <message>
        <source>File of {date}</source>
        <translation>Datei vom {date}</translation>
    </message>
    <message>
        <source>{done} of {total} photos</source>
        <translation>{done} von {total} Fotos</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused at {counted}</source>
        <translation>Angehalten bei {counted}</translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>{rate} pro Sekunde</translation>
    </message>
    <message>
        <source>Preparing labels: {number} %</source>
        <translation>Etiketten werden vorbereitet: {number} %</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
    <message>
        <source>about a minute left</source>
        <translation>noch etwa eine Minute</translation>
    </message>
    <message>
        <source>about an hour left</source>
        <translation>noch etwa eine Stunde</translation>
    </message>
</context>
</TS>
