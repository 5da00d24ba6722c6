"""REFI-QDA packages that tests make: XML of a project, and sources beside it."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

PROJECT = "urn:QDA-XML:project:1.0"
TEXT = "𝔄 We said: bring it in, and they came. Κανείς. The council never wrote back."


def guid(number: int) -> str:
    """Return a GUID for a number, in lower case as most programs write it."""
    return f"00000000-0000-4000-8000-{number:012x}"


def package(
    path: Path,
    body: str,
    sources: Mapping[str, bytes] | None = None,
    *,
    attributes: str = 'name="P"',
    namespace: str = PROJECT,
    project: str = "project.qde",
    folder: str = "sources",
) -> Path:
    """Write a ``.qdpx`` with this in its project, and return where it is."""
    head = '<?xml version="1.0" encoding="utf-8"?>'
    xml = f'{head}<Project xmlns="{namespace}" {attributes}>{body}</Project>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(project, xml)
        for name, data in (sources or {}).items():
            archive.writestr(f"{folder}/{name}", data)
    return path


def codes(*inner: str) -> str:
    """Return a codebook."""
    return f"<CodeBook><Codes>{''.join(inner)}</Codes></CodeBook>"


def code(number: int, name: str, inner: str = "", more: str = 'isCodable="true"') -> str:
    """Return a code."""
    return f'<Code guid="{guid(number)}" name="{name}" {more}>{inner}</Code>'


def coding(number: int, to: int, inner: str = "", more: str = "") -> str:
    """Return a coding to a code."""
    return (
        f'<Coding guid="{guid(number)}" {more}><CodeRef targetGUID="{guid(to)}"/>{inner}</Coding>'
    )


def selection(number: int, start: int, end: int, inner: str = "", name: str = "") -> str:
    """Return a selection of plain text."""
    return (
        f'<PlainTextSelection guid="{guid(number)}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}">{inner}</PlainTextSelection>'
    )


def text_source(
    number: int, inner: str = "", more: str = "", file: str = "internal://t.txt"
) -> str:
    """Return a text source whose text is a file."""
    return f'<TextSource guid="{guid(number)}" plainTextPath="{file}" {more}>{inner}</TextSource>'


FULL = f"""
<Users><User guid="{guid(1)}" name="Anna" id="AN"/><User guid="{guid(2)}"/></Users>
{
    codes(
        code(
            10,
            "Helps",
            f'<Description>What helps.</Description><NoteRef targetGUID="{guid(70)}"/>'
            + code(11, "A hall, &quot;lent&quot;"),
            'isCodable="false" color="#00AA00"',
        ),
        code(12, "Mood", more='isCodable="true" color="#11223344"'),
        code(13, "Mood"),
    )
}
<Variables>
  <Variable guid="{guid(20)}" name="Age" typeOfVariable="Integer"/>
  <Variable guid="{
    guid(21)
}" name="Score" typeOfVariable="Float"><Description>Of 5.</Description></Variable>
  <Variable guid="{guid(22)}" name="Guid" typeOfVariable="Text"/>
  <Variable guid="{guid(23)}" name="Member" typeOfVariable="Boolean"/>
  <Variable guid="{guid(24)}" name="Born" typeOfVariable="Date"/>
  <Variable guid="{guid(25)}" name="Met" typeOfVariable="DateTime"/>
</Variables>
<Cases>
  <Case guid="{guid(30)}" name="Fixer A"><Description>Came twice.</Description>
    <CodeRef targetGUID="{guid(12)}"/>
    <VariableValue><VariableRef targetGUID="{
    guid(20)
}"/><IntegerValue>042</IntegerValue></VariableValue>
    <VariableValue><VariableRef targetGUID="{
    guid(21)
}"/><FloatValue>3.50</FloatValue></VariableValue>
    <VariableValue><VariableRef targetGUID="{guid(22)}"/><TextValue>x
y</TextValue></VariableValue>
    <VariableValue><VariableRef targetGUID="{
    guid(23)
}"/><BooleanValue>1</BooleanValue></VariableValue>
    <VariableValue><VariableRef targetGUID="{
    guid(24)
}"/><DateValue>1980-05-06Z</DateValue></VariableValue>
    <VariableValue><VariableRef targetGUID="{
    guid(25)
}"/><DateTimeValue>2020-01-02T03:04:05.000Z</DateTimeValue></VariableValue>
    <SourceRef targetGUID="{guid(40)}"/>
  </Case>
  <Case guid="{guid(31)}" name="Guest D"><SelectionRef targetGUID="{guid(51)}"/></Case>
  <Case guid="{guid(32)}"><VariableValue><VariableRef targetGUID="{guid(20)}"/></VariableValue>
    <SourceRef targetGUID="{guid(41)}"/></Case>
</Cases>
<Sources>
  <TextSource guid="{guid(40)}" name="Talk one" plainTextPath="internal://t.txt" creatingUser="{
    guid(1)
}"
      richTextPath="internal://t.docx" creationDateTime="2020-01-02T03:04:05Z">
    <Description>First.</Description>
    {
    selection(
        50,
        2,
        23,
        coding(
            60,
            11,
            f'<NoteRef targetGUID="{guid(70)}"/>',
            f'creatingUser="{guid(1)}" creationDateTime="2020-01-02T03:04:05Z"',
        )
        + coding(61, 12),
        "We said: bring it in,",
    )
}
    {selection(51, 39, 46, "<Description>In Greek.</Description>", "greek")}
    {coding(62, 10)}
    <VariableValue><VariableRef targetGUID="{
    guid(20)
}"/><IntegerValue>7</IntegerValue></VariableValue>
  </TextSource>
  <TextSource guid="{
    guid(41)
}" name="Answer 7"><PlainTextContent>No text.</PlainTextContent></TextSource>
  <PictureSource guid="{
    guid(42)
}" name="Hall" path="internal://h.png" currentPath="absolute:///h.png">
    <TextDescription guid="{
    guid(80)
}" name="Words"><PlainTextContent>A hall.</PlainTextContent></TextDescription>
    <PictureSelection guid="{guid(52)}" name="Door" firstX="1" firstY="2" secondX="30" secondY="40">
      {coding(63, 12)}</PictureSelection>
  </PictureSource>
  <PDFSource guid="{guid(43)}" name="Rules" path="relative:///r.pdf">
    <PDFSelection guid="{
    guid(53)
}" name="p" page="0" firstX="10" firstY="700" secondX="20" secondY="650">
      <Representation guid="{
    guid(81)
}"><PlainTextContent>Rule one.</PlainTextContent></Representation>
      {coding(64, 13)}</PDFSelection>
    <Representation guid="{
    guid(82)
}" name="Rules as text"><PlainTextContent>Rule one. Two.</PlainTextContent>
      {selection(53, 0, 9, coding(65, 13))}</Representation>
  </PDFSource>
  <VideoSource guid="{guid(44)}" name="Film" path="internal://f.mp4">
    <Transcript guid="{
    guid(83)
}" name="Film, written down"><PlainTextContent>Hello there.</PlainTextContent>
      <SyncPoint guid="{guid(90)}" timeStamp="0" position="0"/><SyncPoint guid="{
    guid(91)
}" position="5"/>
      <TranscriptSelection guid="{guid(54)}" fromSyncPoint="{guid(90)}" toSyncPoint="{guid(91)}">
        {coding(66, 12)}</TranscriptSelection>
    </Transcript>
    <VideoSelection guid="{guid(55)}" name="Hm" begin="16176" end="45358">{
    coding(67, 12)
}</VideoSelection>
  </VideoSource>
  <AudioSource guid="{guid(45)}" name="Sound"><AudioSelection guid="{
    guid(56)
}" begin="5" end="5"/></AudioSource>
</Sources>
<Notes>
  <Note guid="{guid(70)}" name="On halls" creatingUser="{
    guid(1)
}" creationDateTime="2020-01-02T03:04:05Z">
    <Description>Short.</Description><PlainTextContent>Ask again.&#13;
Twice.</PlainTextContent></Note>
  <Note guid="{guid(71)}"><PlainTextContent>A coded note.</PlainTextContent>
    {selection(57, 2, 7, coding(68, 13))}<NoteRef targetGUID="{guid(70)}"/></Note>
</Notes>
<Links>
  <Link guid="{guid(72)}" name="addresses" direction="OneWay" originGUID="{guid(11)}"
    targetGUID="{guid(12)}" color="#000000"><NoteRef targetGUID="{guid(70)}"/></Link>
  <Link guid="{guid(73)}" name="see" direction="Associative" originGUID="{guid(71)}" targetGUID="{
    guid(52)
}"/>
  <Link guid="{guid(74)}" direction="Bidirectional" originGUID="{guid(30)}" targetGUID="{
    guid(31)
}"/>
</Links>
<Sets><Set guid="{guid(75)}" name="All"><Description>Of it.</Description>
  <MemberCode targetGUID="{guid(11)}"/><MemberSource targetGUID="{guid(40)}"/>
  <MemberNote targetGUID="{guid(70)}"/></Set><Set guid="{guid(76)}" name="None"/></Sets>
<Graphs><Graph guid="{guid(77)}" name="Net"><Vertex guid="{guid(78)}" firstX="1" firstY="2"
  representedGUID="{guid(11)}"/><Edge guid="{guid(79)}" sourceVertex="{guid(78)}"
  targetVertex="{guid(78)}" direction="OneWay"/></Graph></Graphs>
<Description>All of it.</Description><NoteRef targetGUID="{guid(70)}"/>
"""
"""A project with everything that the format has."""
FILES = {"t.txt": TEXT.encode(), "t.docx": b"PK formatted", "h.png": b"\x89PNG", "f.mp4": b"film"}


def full(path: Path) -> Path:
    """Write the project that has everything."""
    attributes = (
        f'name="Mending" origin="Some tool 1.2" creatingUserGUID="{guid(1)}" basePath="/x" '
        'creationDateTime="2020-01-02T03:04:05Z" modifiedDateTime="2020-01-03T03:04:05Z"'
    )
    return package(path, FULL, FILES, attributes=attributes)
