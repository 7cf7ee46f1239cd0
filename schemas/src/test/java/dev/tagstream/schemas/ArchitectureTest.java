package dev.tagstream.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The topics' format and the model file's format have nothing to do with each other. */
@AnalyzeClasses(
    packages = "dev.tagstream.schemas",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule theModelFileKnowsNothingOfTopics =
      noClasses()
          .that()
          .resideInAPackage("..schemas.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.avro..", "dev.tagstream.schemas", "dev.tagstream.schemas.codec..");

  @ArchTest
  static final ArchRule topicsKnowNothingOfJsonAndTheModelFile =
      noClasses()
          .that()
          .resideOutsideOfPackage("..schemas.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml..", "dev.tagstream.schemas.model..");

  @ArchTest
  static final ArchRule everyNameSaysWhatAClassIsFor =
      noClasses().should().haveNameMatching(".*(Utils|Helper|Manager)");
}
