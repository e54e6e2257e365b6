package dev.labhand.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan of the house holds: rooms, arrows between them, and each outside library in its one place. */
class ArchitectureTest {

    private static final JavaClasses LABHAND = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(Rooms.BASE);

    @Test
    void allModulesAreSeen() {
        assertThat(LABHAND.stream().map(JavaClass::getPackageName))
                .contains("dev.labhand.api", "dev.labhand.protocol", "dev.labhand.ssh", "dev.labhand.app")
                .anyMatch(name -> name.startsWith("dev.labhand.agent"))
                .anyMatch(name -> name.startsWith("dev.labhand.controller"));
    }

    @Test
    void everyPackageHasARoom() {
        assertThat(LABHAND.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> Rooms.of(name).isEmpty())
                        .distinct())
                .as("packages that the plan does not name")
                .isEmpty();
    }

    @Test
    void arrowsPointOneWay() {
        assertThat(LABHAND.stream()
                        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                        .filter(ArchitectureTest::isAgainstThePlan)
                        .map(Dependency::getDescription))
                .as("uses of what does not stand right of the user in its chain")
                .isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(Rooms.BASE + ".(**)").should().beFreeOfCycles().check(LABHAND);
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.xmlrpc.., dev.labhand.protocol.xmlrpc..",
        "org.apache.sshd..,   dev.labhand.ssh..",
        "org.eclipse.jetty.., dev.labhand.agent.http..",
    })
    void aWireLibraryHasOnePlace(String library, String place) {
        noClasses()
                .that(not(resideInAPackage(place)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(LABHAND);
    }

    @Test
    void theCommandLineLibraryStaysInTheCommandLine() {
        noClasses()
                .that(not(
                        resideInAnyPackage("dev.labhand.agent.cli", "dev.labhand.controller.cli", "dev.labhand.app..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(LABHAND);
    }

    @Test
    void nullnessIsCheckedInEveryPackage() {
        assertThat(LABHAND.getPackage(Rooms.BASE).getSubpackagesInTree().stream()
                        .filter(each -> !each.getClasses().isEmpty())
                        .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName))
                .as("packages whose package-info lacks @NullMarked")
                .isEmpty();
    }

    private static boolean isAgainstThePlan(Dependency dependency) {
        var from = Rooms.of(dependency.getOriginClass().getPackageName());
        var to = Rooms.of(dependency.getTargetClass().getBaseComponentType().getPackageName());
        return from.isPresent() && to.isPresent() && !Rooms.mayUse(from.get(), to.get());
    }
}
