// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Symbols.h"

#include "model/model.h"

#include "clang/AST/Attr.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace irqlint
{

// Headers that were compiled before have absolute names, whatever the command calls them.
std::string Symbols::absoluteName(llvm::StringRef Name) const
{
	llvm::SmallString<256> Absolute(Name);
	SM.getFileManager().makeAbsolutePath(Absolute);
	llvm::sys::path::remove_dots(Absolute, true);
	return std::string(Absolute);
}

Symbols::Symbols(il_unit *Unit, ASTContext &Context, llvm::StringRef Root, const Visibility &Sees)
	: Ids(Context.getSourceManager()), Unit(Unit), Context(Context), SM(Context.getSourceManager()), Sees(Sees),
	  Root(Root)
{
	if (OptionalFileEntryRef Main = SM.getFileEntryRefForID(SM.getMainFileID()))
		MainDirectory = llvm::sys::path::parent_path(absoluteName(Main->getName())).str();
}

// guard(), BUILD_BUG_ON() and friends number what they declare; the number depends on what was
// expanded before.
static llvm::StringRef stableName(const NamedDecl *Declaration)
{
	llvm::StringRef Name = Declaration->getIdentifier() ? Declaration->getName() : "";
	if (Name.starts_with("__UNIQUE_ID") || Name.starts_with("__compiletime_assert_"))
		Name = Name.rtrim("0123456789");
	return Name;
}

uint32_t Symbols::string(llvm::StringRef Text)
{
	return il_string_n(Unit, Text.data(), Text.size());
}

// Returns whether Path lies in Directory or below.
static bool isBelow(llvm::StringRef Path, llvm::StringRef Directory)
{
	return Path.size() > Directory.size() && Path.starts_with(Directory) &&
	       (Directory.empty() || Directory.back() == '/' || Path[Directory.size()] == '/');
}

bool Symbols::isDriverFile(llvm::StringRef Name)
{
	auto [It, New] = DriverFiles.try_emplace(Name, false);
	if (New)
		It->second = isBelow(absoluteName(Name), MainDirectory);
	return It->second;
}

uint32_t Symbols::addFile(llvm::StringRef Name, il_file_kind Kind)
{
	uint32_t Id = il_array_add(&Unit->files, 1);
	Unit->files.at[Id].name = string(Name);
	Unit->files.at[Id].kind = Kind;
	return Id;
}

// A file has one id, however often it is included.
uint32_t Symbols::file(FileEntryRef Entry)
{
	auto [It, New] = FilesByEntry.try_emplace(&Entry.getFileEntry(), 0);
	if (!New)
		return It->second;
	bool Beside = isDriverFile(Entry.getName());
	std::string Name = absoluteName(Entry.getName());
	llvm::StringRef Short = Name;
	if (!Root.empty() && isBelow(Name, Root))
		Short = Short.drop_front(Root.size() + (Root.back() == '/' ? 0 : 1));
	bool Main = &Entry.getFileEntry() == SM.getFileEntryForID(SM.getMainFileID());
	It->second = addFile(Short, Main ? IL_FILE_MAIN : Beside ? IL_FILE_DRIVER : IL_FILE_HEADER);
	return It->second;
}

uint32_t Symbols::file(FileID File)
{
	auto [It, New] = Files.try_emplace(File, 0);
	if (!New)
		return It->second;
	OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
	It->second = Entry ? file(*Entry) : addFile("<built-in>", IL_FILE_HEADER);
	return It->second;
}

il_place Symbols::filePlace(SourceLocation Begin, SourceLocation End)
{
	il_place Place = {};
	auto [File, Offset] = Ids.decompose(Begin);
	Place.file = file(File);
	Place.line = SM.getLineNumber(File, Offset);
	Place.column = SM.getColumnNumber(File, Offset);
	Place.offset = Offset;
	if (End.isFileID()) {
		auto [EndFile, EndOffset] = Ids.decompose(End);
		if (EndFile == File && EndOffset >= Offset)
			Place.length = EndOffset - Offset + Lexer::MeasureTokenLength(End, SM, Context.getLangOpts());
	}
	return Place;
}

uint32_t Symbols::place(SourceRange Range)
{
	if (Range.isInvalid())
		return 0;
	auto Key = std::make_pair(Range.getBegin().getRawEncoding(), Range.getEnd().getRawEncoding());
	auto [It, New] = Places.try_emplace(Key, 0);
	if (!New)
		return It->second;

	llvm::StringRef Macro;
	SourceLocation Loc = Range.getBegin();
	while (Loc.isMacroID()) {
		// One search a level; the source manager's own questions would each search again.
		auto [Expansion, Offset] = Ids.decompose(Loc);
		const SrcMgr::ExpansionInfo &Info = SM.getSLocEntry(Expansion).getExpansion();
		if (Info.isMacroArgExpansion()) {
			Loc = Info.getSpellingLoc().getLocWithOffset(static_cast<int>(Offset));
		} else {
			Loc = Info.getExpansionLocStart();
			Macro = Ids.identifierAt(Loc);
		}
	}
	SourceLocation End = Range.getEnd();
	if (End.isMacroID()) {
		CharSourceRange InFile =
			Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Range), SM, Context.getLangOpts());
		End = InFile.isValid() && !Macro.empty() ? SM.getExpansionRange(End).getEnd() : SM.getFileLoc(End);
	}
	il_place Place = filePlace(Loc, End);
	if (!Macro.empty()) {
		Place.macro = string(Macro);
		SourceLocation Spelling = SM.getSpellingLoc(Range.getBegin());
		// Tokens made by ## have no place of their own, nor have those of macros of the command.
		if (Spelling.isFileID() && SM.getFileEntryForID(SM.getFileID(Spelling))) {
			il_place Spelled = filePlace(Spelling, SourceLocation());
			Place.spelled = il_place_id(Unit, &Spelled);
		}
	}
	uint32_t Id = il_place_id(Unit, &Place);
	Places[Key] = Id;
	return Id;
}

uint32_t Symbols::type(QualType Type)
{
	QualType Canonical = Context.getCanonicalType(Type).getUnqualifiedType();
	if (Type->isPointerType() || Type->isArrayType())
		Canonical = Context.getCanonicalType(Type).getUnqualifiedType();
	else if (Type.isConstQualified())
		Canonical = Canonical.withConst();
	auto It = Types.find(Canonical.getAsOpaquePtr());
	if (It != Types.end())
		return It->second;

	il_type Fact = {};
	const clang::Type *T = Canonical.getTypePtr();
	if (Canonical.isConstQualified())
		Fact.flags |= IL_TYPE_CONST;
	if (Type.isVolatileQualified())
		Fact.flags |= IL_TYPE_VOLATILE;
	if (T->isVoidType()) {
		Fact.kind = IL_TYPE_VOID;
	} else if (T->isBooleanType()) {
		Fact.kind = IL_TYPE_BOOL;
		Fact.bits = 1;
	} else if (const auto *Enum = T->getAs<EnumType>()) {
		Fact.kind = IL_TYPE_ENUM;
		if (Enum->getDecl()->isComplete()) {
			Fact.bits = Context.getTypeSize(T);
			Fact.flags |= T->isSignedIntegerOrEnumerationType() ? IL_TYPE_SIGNED : 0;
		}
	} else if (T->isIntegerType()) {
		Fact.kind = IL_TYPE_INTEGER;
		Fact.bits = Context.getTypeSize(T);
		Fact.flags |= T->isSignedIntegerType() ? IL_TYPE_SIGNED : 0;
		Fact.flags |= T->isAnyCharacterType() ? IL_TYPE_CHAR : 0;
	} else if (T->isFloatingType()) {
		Fact.kind = IL_TYPE_FLOAT;
	} else if (T->isPointerType()) {
		Fact.kind = IL_TYPE_POINTER;
		Fact.bits = Context.getTypeSize(T);
		Fact.target = type(T->getPointeeType());
	} else if (const auto *Array = Context.getAsArrayType(Canonical)) {
		Fact.kind = IL_TYPE_ARRAY;
		Fact.target = type(Array->getElementType());
		if (const auto *Sized = llvm::dyn_cast<ConstantArrayType>(Array))
			Fact.count = static_cast<uint32_t>(Sized->getSize().getLimitedValue(UINT32_MAX));
	} else if (const auto *Record = T->getAs<RecordType>()) {
		Fact.kind = IL_TYPE_RECORD;
		Fact.record = record(Record->getDecl());
	} else if (const auto *Function = T->getAs<FunctionType>()) {
		Fact.kind = IL_TYPE_FUNCTION;
		Fact.target = type(Function->getReturnType());
	}
	std::string Name = Canonical.getAsString(Context.getPrintingPolicy());
	if (Fact.kind == IL_TYPE_RECORD && Name.find('(') != std::string::npos)
		Name = il_text(Unit, Unit->records.at[Fact.record].name);
	Fact.name = string(Name);
	uint32_t Id = il_type_id(Unit, &Fact);
	Types[Canonical.getAsOpaquePtr()] = Id;
	return Id;
}

// A record without tag is called after its typedef, else after the place that defines it.
std::string Symbols::recordName(const RecordDecl *Record) const
{
	if (Record->getIdentifier())
		return Record->getName().str();
	if (const TypedefNameDecl *Typedef = Record->getTypedefNameForAnonDecl())
		return Typedef->getName().str();
	std::string Outer = "<unnamed>";
	if (const auto *Parent = llvm::dyn_cast<RecordDecl>(Record->getDeclContext()))
		Outer = recordName(Parent);
	unsigned Line = SM.getExpansionLineNumber(Record->getLocation());
	return Outer + "::" + std::to_string(Line);
}

// Headers that were compiled ahead may have declarations that the file would not see.
bool Symbols::isVisible(const Decl *Declaration) const
{
	return !Sees || Sees(Declaration);
}

const RecordDecl *Symbols::definition(const RecordDecl *Record) const
{
	const RecordDecl *Definition = Record->getDefinition();
	return Definition && isVisible(Definition) ? Definition : nullptr;
}

// The declaration that shows a record which has no definition here, or null.  Which one comes first depends
// on the order of includes, and headers that were compiled ahead have their own; so does which mention of
// a name makes it known.
const RecordDecl *Symbols::steadyDeclaration(const RecordDecl *Record) const
{
	const RecordDecl *Best = nullptr;
	std::pair<std::string, unsigned> BestPlace;
	for (const TagDecl *Declaration : Record->redecls()) {
		if (!Declaration->isFreeStanding() || !isVisible(Declaration))
			continue;
		auto [File, Offset] = SM.getDecomposedExpansionLoc(Declaration->getLocation());
		OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
		std::pair<std::string, unsigned> Place(absoluteName(Entry ? Entry->getName() : ""), Offset);
		if (!Best || Place < BestPlace) {
			Best = llvm::cast<RecordDecl>(Declaration);
			BestPlace = Place;
		}
	}
	return Best;
}

uint32_t Symbols::record(const RecordDecl *Record)
{
	const auto *Canonical = llvm::cast<RecordDecl>(Record->getCanonicalDecl());
	auto It = Records.find(Canonical);
	if (It != Records.end())
		return It->second;
	uint32_t Id = il_array_add(&Unit->records, 1);
	Records[Canonical] = Id;
	const RecordDecl *Definition = definition(Record);
	const RecordDecl *Shown = Definition ? Definition : steadyDeclaration(Record);
	uint32_t Name = string(recordName(Shown ? Shown : Record));
	uint32_t Place = Shown ? place(Shown->getLocation()) : 0;
	Unit->records.at[Id].name = Name;
	Unit->records.at[Id].place = Place;
	Unit->records.at[Id].flags = Record->isUnion() ? IL_RECORD_UNION : 0;
	if (Definition)
		annotate(Definition, IL_ANNOTATED_RECORD, Id);
	return Id;
}

void Symbols::collectFields(const RecordDecl *Record, bool First,
			    llvm::SmallVectorImpl<std::pair<const FieldDecl *, bool>> &Out) const
{
	for (const FieldDecl *Field : Record->fields()) {
		bool AtStart = First && (Record->isUnion() || Field->getFieldIndex() == 0);
		if (Field->isAnonymousStructOrUnion())
			collectFields(Field->getType()->getAsRecordDecl(), AtStart, Out);
		else if (Field->getIdentifier())
			Out.emplace_back(Field, AtStart);
	}
}

// The record that anonymous members are flattened into.
static const RecordDecl *namedRecord(const RecordDecl *Record)
{
	while (Record->isAnonymousStructOrUnion()) {
		const auto *Outer = llvm::dyn_cast<RecordDecl>(Record->getDeclContext());
		if (!Outer)
			break;
		Record = Outer;
	}
	return Record;
}

uint32_t Symbols::completeRecord(const RecordDecl *Record)
{
	uint32_t Id = record(namedRecord(Record));
	const RecordDecl *Definition = definition(namedRecord(Record));
	if ((Unit->records.at[Id].flags & IL_RECORD_COMPLETE) || !Definition)
		return Id;
	llvm::SmallVector<std::pair<const FieldDecl *, bool>, 32> Members;
	collectFields(Definition, true, Members);
	uint32_t Begin = il_array_add(&Unit->fields, static_cast<uint32_t>(Members.size()));
	Unit->records.at[Id].flags |= IL_RECORD_COMPLETE;
	Unit->records.at[Id].first_field = Begin;
	Unit->records.at[Id].field_count = static_cast<uint32_t>(Members.size());
	for (size_t I = 0; I < Members.size(); I++) {
		const FieldDecl *Field = Members[I].first;
		uint32_t FieldId = Begin + static_cast<uint32_t>(I);
		Fields[Field] = FieldId;
		uint32_t Name = string(Field->getName());
		uint32_t Type = type(Field->getType());
		il_field &Fact = Unit->fields.at[FieldId];
		Fact.record = Id;
		Fact.name = Name;
		Fact.type = Type;
		Fact.flags = (Members[I].second ? IL_FIELD_FIRST : 0) | (Field->isBitField() ? IL_FIELD_BITS : 0);
		annotate(Field, IL_ANNOTATED_FIELD, FieldId);
	}
	// What lies at the start of the record shares its address, so its own start matters as well.
	for (const auto &[Field, First] : Members) {
		const RecordDecl *Inner = First ? Field->getType()->getAsRecordDecl() : nullptr;
		if (Inner)
			completeRecord(Inner);
	}
	return Id;
}

void Symbols::completePointee(QualType Type)
{
	if (const RecordDecl *Record =
		    Type->getPointeeType().isNull() ? nullptr : Type->getPointeeType()->getAsRecordDecl())
		completeRecord(Record);
}

uint32_t Symbols::field(const FieldDecl *Field)
{
	auto It = Fields.find(Field);
	if (It != Fields.end())
		return It->second;
	completeRecord(Field->getParent());
	return Fields.lookup(Field);
}

void Symbols::annotate(const Decl *Decl, il_annotated Kind, uint32_t Id)
{
	for (const auto *Attr : Decl->specific_attrs<AnnotateAttr>()) {
		uint32_t Text = string(Attr->getAnnotation());
		uint32_t At = il_array_add(&Unit->annotations, 1);
		Unit->annotations.at[At] = il_annotation { static_cast<uint32_t>(Kind), Id, Text };
	}
}

// What is said behind a parameter is said of the function: of one without a body only its calls are seen.
void Symbols::annotateParameters(const FunctionDecl *Function, uint32_t Id)
{
	llvm::SmallVector<std::string, 4> Said;
	for (const FunctionDecl *Declaration : Function->redecls()) {
		for (const ParmVarDecl *Param : Declaration->parameters()) {
			std::string Position = std::to_string(Param->getFunctionScopeIndex());
			for (const auto *Attr : Param->specific_attrs<AnnotateAttr>()) {
				if (Attr->getAnnotation().starts_with(IL_ANNOTATION_PREFIX))
					Said.push_back(Attr->getAnnotation().str() + "(parameter=" + Position + ")");
			}
		}
	}
	llvm::sort(Said);
	Said.erase(std::unique(Said.begin(), Said.end()), Said.end());
	for (const std::string &Text : Said) {
		uint32_t TextId = string(Text);
		uint32_t At = il_array_add(&Unit->annotations, 1);
		Unit->annotations.at[At] = il_annotation { IL_ANNOTATED_FUNCTION, Id, TextId };
	}
}

uint32_t Symbols::variable(const VarDecl *Given)
{
	const VarDecl *Variable = Given->getCanonicalDecl();
	if (const auto *Param = llvm::dyn_cast<ParmVarDecl>(Given))
		Variable = Param;
	auto It = Variables.find(Variable);
	if (It != Variables.end())
		return It->second;
	uint32_t Id = il_array_add(&Unit->variables, 1);
	Variables[Variable] = Id;
	il_variable Fact = {};
	Fact.name = string(stableName(Variable));
	Fact.type = type(Variable->getType());
	Fact.place = place(Variable->getLocation());
	Fact.kind = llvm::isa<ParmVarDecl>(Variable) ? IL_VARIABLE_PARAM
		    : Variable->hasGlobalStorage()   ? IL_VARIABLE_GLOBAL
						     : IL_VARIABLE_LOCAL;
	if (Variable->isStaticLocal() || Variable->getStorageClass() == SC_Static)
		Fact.flags |= IL_VARIABLE_STATIC;
	if (Variable->getType().isConstQualified())
		Fact.flags |= IL_VARIABLE_CONST;
	if (const auto *Section = Variable->getAttr<SectionAttr>())
		Fact.section = string(Section->getName());
	const VarDecl *Defining = nullptr;
	if (Variable->hasGlobalStorage() && Variable->getAnyInitializer(Defining)) {
		Fact.flags |= IL_VARIABLE_INITIALISED;
		PendingInitialisers.push_back(Defining);
	}
	if (const auto *Param = llvm::dyn_cast<ParmVarDecl>(Variable))
		Fact.index = Param->getFunctionScopeIndex();
	if (!Variable->hasGlobalStorage() || Variable->isStaticLocal()) {
		if (const auto *Owner = llvm::dyn_cast<FunctionDecl>(Variable->getDeclContext())) {
			auto Known = Functions.find(Owner->getCanonicalDecl());
			Fact.function = Known != Functions.end() ? Known->second : 0;
		}
	}
	Unit->variables.at[Id] = Fact;
	annotate(Variable, IL_ANNOTATED_VARIABLE, Id);
	return Id;
}

uint32_t Symbols::functionNamed(llvm::StringRef Name)
{
	uint32_t Text = string(Name);
	auto It = FunctionsByName.find(Text);
	if (It != FunctionsByName.end())
		return It->second;
	uint32_t Id = il_array_add(&Unit->functions, 1);
	Unit->functions.at[Id].name = Text;
	FunctionsByName[Text] = Id;
	return Id;
}

static uint32_t functionFlags(const FunctionDecl *Function)
{
	uint32_t Flags = 0;
	if (Function->getStorageClass() == SC_Static)
		Flags |= IL_FUNCTION_STATIC;
	if (Function->isInlineSpecified())
		Flags |= IL_FUNCTION_INLINE;
	if (Function->isNoReturn())
		Flags |= IL_FUNCTION_NORETURN;
	if (Function->isVariadic())
		Flags |= IL_FUNCTION_VARIADIC;
	if (Function->hasAttr<WarnUnusedResultAttr>())
		Flags |= IL_FUNCTION_MUST_CHECK;
	return Flags;
}

uint32_t Symbols::function(const FunctionDecl *Function)
{
	const FunctionDecl *Canonical = Function->getCanonicalDecl();
	auto It = Functions.find(Canonical);
	if (It != Functions.end())
		return It->second;
	llvm::StringRef Name = stableName(Function);
	// A primitive is opaque, whether it is a macro or a function in this configuration.
	bool Primitive = il_model_primitive(Name.str().c_str()) != nullptr;
	uint32_t Id = Primitive ? functionNamed(Name) : il_array_add(&Unit->functions, 1);
	Functions[Canonical] = Id;
	const FunctionDecl *Definition = nullptr;
	bool HasBody = Function->hasBody(Definition);
	const FunctionDecl *Shown = HasBody ? Definition : Function;
	il_function Fact = {};
	Fact.name = string(Name);
	if (!Primitive) {
		Fact.flags = functionFlags(Function->getMostRecentDecl()) | (HasBody ? IL_FUNCTION_HAS_BODY : 0);
		Fact.place = place(Shown->getLocation());
		Fact.type = type(Function->getReturnType());
		if (const auto *Section = Shown->getAttr<SectionAttr>())
			Fact.section = string(Section->getName());
	}
	Unit->functions.at[Id] = Fact;
	if (HasBody && !Primitive) {
		uint32_t First = Unit->variables.count;
		for (const ParmVarDecl *Param : Definition->parameters())
			variable(Param);
		Unit->functions.at[Id].first_param = First;
		Unit->functions.at[Id].param_count = Definition->getNumParams();
		PendingFunctions.push_back(Definition);
	}
	annotate(Shown, IL_ANNOTATED_FUNCTION, Id);
	annotateParameters(Function, Id);
	return Id;
}

} // namespace irqlint
