package dev.tagstream.console;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tagstream.console", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule aConsoleKnowsNothingOfWhatIsSaid =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "dev.tagstream..", "org.apache.kafka..", "org.apache.flink..", "picocli..")
                  .and(resideOutsideOfPackage("dev.tagstream.console")));

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");
}
