# Finds libsvm, which ships neither a .pc file nor a CMake package: target LibSVM::LibSVM,
# LibSVM_FOUND, LibSVM_VERSION (as 3.24, from LIBSVM_VERSION in the header).
# The header is included as <libsvm/svm.h>. libsvm is C++ inside; its shared library brings the
# C++ runtime with it.
find_path(LibSVM_INCLUDE_DIR libsvm/svm.h)
find_library(LibSVM_LIBRARY svm)
mark_as_advanced(LibSVM_INCLUDE_DIR LibSVM_LIBRARY)

if(LibSVM_INCLUDE_DIR)
    file(STRINGS "${LibSVM_INCLUDE_DIR}/libsvm/svm.h" LibSVM_VERSION
        REGEX "^#define LIBSVM_VERSION [0-9]+")
    string(REGEX REPLACE ".* ([0-9])([0-9]+).*" "\\1.\\2" LibSVM_VERSION "${LibSVM_VERSION}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibSVM
    REQUIRED_VARS LibSVM_LIBRARY LibSVM_INCLUDE_DIR
    VERSION_VAR LibSVM_VERSION)

if(LibSVM_FOUND AND NOT TARGET LibSVM::LibSVM)
    add_library(LibSVM::LibSVM UNKNOWN IMPORTED)
    set_target_properties(LibSVM::LibSVM PROPERTIES
        IMPORTED_LOCATION "${LibSVM_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${LibSVM_INCLUDE_DIR}")
endif()
