package dev.tagstream.embedded;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tagstream.embedded", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule aBrokerAndAFlinkAreOfUseWithoutTagstream =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.tagstream..")
                  .and(resideOutsideOfPackage("dev.tagstream.embedded")));

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");
}
