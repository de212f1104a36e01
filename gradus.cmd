@echo off
rem Starts Gradus on Windows: finds a JDK, builds what changed, runs the command. See the shell script gradus for more.
setlocal EnableExtensions DisableDelayedExpansion
set "NEEDED=25"
set "HOME_=%~dp0"
set "JDK="

if defined JAVA_HOME call :try "%JAVA_HOME%"
if not defined JDK for /f "delims=" %%J in ('where java 2^>nul') do if not defined JDK call :try "%%~dpJ.."
if not defined JDK for %%P in ("%ProgramFiles%\Java" "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\Zulu" "%USERPROFILE%\.jdks" "%USERPROFILE%\scoop\apps") do (
  if exist "%%~P" for /d %%D in ("%%~P\*") do if not defined JDK call :try "%%~D"
)
if not defined JDK (
  >&2 echo gradus: a JDK %NEEDED% or newer is needed, and none was found in JAVA_HOME, on PATH, or in Program Files, .jdks and scoop; install one, or set JAVA_HOME
  exit /b 2
)

set "TARGET=%HOME_%gradus-cli\target"
set "GRADUS_ROOT=%HOME_%"
powershell -NoProfile -Command "$s = Join-Path $env:GRADUS_ROOT 'gradus-cli\target\launcher.stamp'; if (!(Test-Path $s)) { exit 1 }; $t = (Get-Item $s).LastWriteTime; $f = Get-ChildItem -Path (Join-Path $env:GRADUS_ROOT 'pom.xml'), (Join-Path $env:GRADUS_ROOT 'gradus-*\pom.xml'), (Join-Path $env:GRADUS_ROOT 'gradus-*\src\main') -Recurse | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1; if ($f) { exit 1 }"
if errorlevel 1 call :build || exit /b 1

"%JDK%\bin\java" -XX:+UseParallelGC -XX:MaxRAMPercentage=70 --add-modules jdk.incubator.vector %GRADUS_JAVA_OPTS% --module-path "%TARGET%\gradus-cli.jar;%TARGET%\lib" --module dev.gradus.cli/dev.gradus.cli.Main %*
exit /b %ERRORLEVEL%

:try
rem Takes folder %1 if the file "release" in it says a version that is new enough.
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "VERSION="
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "VERSION=%%~V"
if not defined VERSION exit /b 0
for /f "tokens=1 delims=.-+" %%M in ("%VERSION%") do if %%M GEQ %NEEDED% set "JDK=%~f1"
exit /b 0

:build
where mvn >nul 2>nul || (
  >&2 echo gradus: Maven is needed to build Gradus, and there is no mvn on PATH; install Maven 3.8 or newer
  exit /b 1
)
>&2 echo Building Gradus...
if not exist "%HOME_%.gradus" mkdir "%HOME_%.gradus"
type nul > "%HOME_%.gradus\started"
if exist "%TARGET%\lib" rmdir /s /q "%TARGET%\lib"
pushd "%HOME_%"
set "OUTER_JAVA_HOME=%JAVA_HOME%"
set "JAVA_HOME=%JDK%"
call mvn -B -q -ntp -Dstyle.color=never -DskipTests -pl gradus-cli -am package > ".gradus\build.log" 2>&1
set "STATUS=%ERRORLEVEL%"
set "JAVA_HOME=%OUTER_JAVA_HOME%"
popd
if not "%STATUS%"=="0" (
  >&2 findstr /b "[ERROR]" "%HOME_%.gradus\build.log"
  >&2 echo gradus: the build failed; Maven's whole output is in %HOME_%.gradus\build.log
  exit /b 1
)
move /y "%HOME_%.gradus\started" "%TARGET%\launcher.stamp" >nul
exit /b 0
